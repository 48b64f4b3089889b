package io.paxos.spring.web;

/** The words of an exchange that stand outside its body. */
final class PeerHttp {

    /** All paths of this endpoint, below the context path. */
    static final String ROOT = "/paxos/v1";

    /** Takes batches of messages. */
    static final String MESSAGES = ROOT + "/messages";

    /** Batches in the binary form, as peers speak it. */
    static final String BINARY = "application/vnd.io.paxos.messages";

    /** The same in JSON, for people and tests. */
    static final String JSON = "application/json";

    /** Node id of the sender. */
    static final String FROM = "Paxos-From";

    /** Node id of the receiver. */
    static final String TO = "Paxos-To";

    /** {@code control} or {@code bulk}. */
    static final String LANE = "Paxos-Lane";

    /** Session of the request, or none; in a response the session that the sender shall take. */
    static final String SESSION = "Paxos-Session";

    /** Counter of the request within its session and lane. */
    static final String COUNTER = "Paxos-Counter";

    /** Authentication of the request, or of the response. */
    static final String MAC = "Paxos-Mac";

    private PeerHttp() {
    }
}
