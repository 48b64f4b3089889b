package io.paxos.spring.web;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.NoOp;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.spring.security.SharedSecret;
import java.time.Duration;
import java.util.List;

/** What the tests of this room have in common: three nodes, and what they say to each other. */
final class Peers {

    static final String CLUSTER = "seats";
    static final SharedSecret SECRET = SharedSecret.of("0123456789abcdef0123456789abcdef");
    static final SharedSecret OTHER_SECRET = SharedSecret.of("fedcba9876543210fedcba9876543210");
    static final NodeId NODE1 = NodeId.of("node1");
    static final NodeId NODE2 = NodeId.of("node2");
    static final NodeId NODE3 = NodeId.of("node3");
    static final NodeId STRANGER = NodeId.of("stranger");

    /** So long that a test which waits for it has failed. */
    static final Duration NEVER = Duration.ofSeconds(60);

    /** The longest that anything may take which is to happen. */
    static final Duration SOON = Duration.ofSeconds(20);

    private static final Ballot BALLOT = new Ballot(0, 1, NODE2);

    private Peers() {
    }

    /** With this hold and in-flight; all else is generous. */
    static TransportOptions options(Duration hold, int inFlight) {
        return new TransportOptions(hold, inFlight, Duration.ofSeconds(5), hold.plusSeconds(30), hold.plusSeconds(30), 64 * 1024,
                256 * 1024, 1024 * 1024, null);
    }

    static Envelope envelope(NodeId from, NodeId to, Message message) {
        Header header = new Header(ClusterId.unfounded(CLUSTER), "default", 0, from, new StorageId(1, 1), BALLOT);
        return new Envelope(header, to, message);
    }

    /** Waits for an {@link #accepted}; travels in bulk. */
    static Accept accept(long slot) {
        return new Accept(BALLOT, slot, List.of(new NoOp()), 0);
    }

    /** Waits for nothing; travels in bulk. */
    static Accepted accepted(long slot) {
        return new Accepted(BALLOT, slot, slot);
    }

    /** Waits for a {@link #heartbeatAck}; travels in control. */
    static Heartbeat heartbeat(long round) {
        return new Heartbeat(BALLOT, 0, round);
    }

    /** Waits for nothing; travels in control. */
    static HeartbeatAck heartbeatAck(long round) {
        return new HeartbeatAck(BALLOT, round, 0);
    }

    /** May stand in the place of either of these; travels in control. */
    static Nack nack() {
        return new Nack(BALLOT, new Ballot(0, 2, NODE3));
    }

    /** What a node that has no objection replies to an {@link #accept} or a {@link #heartbeat}; null to anything else. */
    static Message replyTo(Message message) {
        if (message instanceof Accept accept) {
            return accepted(accept.firstSlot());
        }
        return message instanceof Heartbeat heartbeat ? heartbeatAck(heartbeat.round()) : null;
    }
}
