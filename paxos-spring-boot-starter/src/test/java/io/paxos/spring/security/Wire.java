package io.paxos.spring.security;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tests have in common: the members of a cluster, and exchanges between them as a transport would have them. */
final class Wire {

    static final SharedSecret SECRET = SharedSecret.of("0123456789abcdef0123456789abcdef");
    static final String CLUSTER = "seats";
    static final NodeId NODE1 = NodeId.of("node1");
    static final NodeId NODE2 = NodeId.of("node2");
    static final NodeId NODE3 = NodeId.of("node3");
    static final byte[] BODY = bytes("a vote");
    static final byte[] ANSWER = bytes("accepted");

    private Wire() {
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A process start of the given node as far as it sends to another. */
    static OutgoingSession sender(NodeId self, NodeId peer) {
        return new OutgoingSession(SECRET, CLUSTER, self, peer);
    }

    /** A process start of the given node as far as it receives. */
    static IncomingSessions receiver(NodeId self) {
        return new IncomingSessions(SECRET, CLUSTER, self, othersOf(self));
    }

    static Set<NodeId> othersOf(NodeId self) {
        return Set.of(NODE1, NODE2, NODE3).stream().filter(node -> !node.equals(self))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the receiver answers: 200 or a signed 401. There is nothing signed for any other verdict. */
    static ResponseClaim answer(IncomingSessions receiver, RequestClaim request, Verdict verdict) {
        return switch (verdict.kind()) {
            case ACCEPTED -> receiver.sign(request, 200, null, ANSWER);
            case NEW_SESSION -> receiver.sign(request, 401, verdict.newSession(), ANSWER);
            case REPLAYED, REFUSED -> throw new AssertionError(request + " is " + verdict + ", to be answered unsigned");
        };
    }

    /** One exchange, as the sender's transport would do it: the verdict of the receiver, whose answer was verified. */
    static Verdict.Kind exchange(OutgoingSession sender, IncomingSessions receiver, Lane lane, byte[] body) {
        RequestClaim request = sender.sign(lane, body);
        Verdict verdict = receiver.verify(request, body);
        if (!sender.verify(request, answer(receiver, request, verdict), ANSWER)) {
            throw new AssertionError("the answer to " + request + " is not authentic");
        }
        return verdict.kind();
    }

    /** A sender that is under way with that receiver. */
    static OutgoingSession connected(NodeId self, NodeId peer, IncomingSessions receiver) {
        OutgoingSession sender = sender(self, peer);
        exchange(sender, receiver, Lane.CONTROL, BODY);
        if (exchange(sender, receiver, Lane.CONTROL, BODY) != Verdict.Kind.ACCEPTED) {
            throw new AssertionError("the second exchange was not accepted");
        }
        return sender;
    }
}
