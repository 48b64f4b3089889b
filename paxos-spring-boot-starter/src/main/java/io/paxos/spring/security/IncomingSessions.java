package io.paxos.spring.security;

import io.paxos.core.ballot.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The receiving side of a node, for all other members. One per process start. Thread-safe; blocks for microseconds at most. */
public final class IncomingSessions {

    private final ExchangeMac mac;
    private final NodeId self;
    private final Map<NodeId, MemberSessions> members;

    /**
     * Without any session yet.
     *
     * @param cluster configured name of the cluster
     * @param self the node that receives
     * @param members whose requests are taken, without the node itself
     * @throws IllegalArgumentException if the node itself is among the members
     */
    public IncomingSessions(SharedSecret secret, String cluster, NodeId self, Set<NodeId> members) {
        if (members.contains(self)) {
            throw new IllegalArgumentException(self + " has no sessions with itself");
        }
        this.mac = new ExchangeMac(secret, cluster);
        this.self = self;
        this.members = members.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), unused -> new MemberSessions()));
    }

    /**
     * Whether a request is a member's, for this node, and new. Its counter is used up if it is accepted; a refused request
     * changes nothing.
     */
    public Verdict verify(RequestClaim request, byte[] body) {
        MemberSessions sender = members.get(request.from());
        if (sender == null || !request.to().equals(self)) {
            return Verdict.REFUSED;
        }
        String expected = mac.ofRequest(request.from(), request.to(), request.lane(), request.session(), request.counter(), body);
        if (!ExchangeMac.same(expected, request.mac())) {
            return Verdict.REFUSED;
        }
        return sender.take(request.session(), request.lane(), request.counter());
    }

    /**
     * Signs the response to a request. Only for a request that was accepted or gets a new session: what is signed for any
     * other would tell its real sender that this node had answered it.
     *
     * @param newSession {@link Verdict#newSession} of that request
     */
    public ResponseClaim sign(RequestClaim request, int status, @Nullable String newSession, byte[] body) {
        return new ResponseClaim(status, newSession, mac.ofResponse(request, status, newSession, body));
    }
}
