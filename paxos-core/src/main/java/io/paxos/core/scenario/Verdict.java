package io.paxos.core.scenario;

/** An acceptor's answer. */
public enum Verdict {
    /** It promised, or voted. */
    ACC,
    /** It refused. */
    REJ
}
