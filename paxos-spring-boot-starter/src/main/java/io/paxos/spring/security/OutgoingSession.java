package io.paxos.spring.security;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The sending side of a node towards one peer. One per process start and peer. Thread-safe, never blocks. */
public final class OutgoingSession {

    private static final int UNAUTHORIZED = 401;

    private final ExchangeMac mac;
    private final NodeId self;
    private final NodeId peer;
    /** The sender's half of all session ids of this process. */
    private final String ownHalf = RandomId.next();
    private final AtomicReference<Session> current = new AtomicReference<>(new Session(""));

    /** A session with its counters, which begin again with the next one. */
    private record Session(String id, AtomicLong control, AtomicLong bulk) {

        Session(String id) {
            this(id, new AtomicLong(), new AtomicLong());
        }

        long next(Lane lane) {
            return switch (lane) {
                case CONTROL -> control.incrementAndGet();
                case BULK -> bulk.incrementAndGet();
            };
        }
    }

    /**
     * Without a session until the peer gives one.
     *
     * @param cluster configured name of the cluster
     * @param self the node that sends
     * @param peer the node that receives
     * @throws IllegalArgumentException if these are the same
     */
    public OutgoingSession(SharedSecret secret, String cluster, NodeId self, NodeId peer) {
        if (self.equals(peer)) {
            throw new IllegalArgumentException(self + " has no session with itself");
        }
        this.mac = new ExchangeMac(secret, cluster);
        this.self = self;
        this.peer = peer;
    }

    /** Signs a request under the session of the moment. Each call uses up a counter, so a body sent again is signed again. */
    public RequestClaim sign(Lane lane, byte[] body) {
        Session session = Objects.requireNonNull(current.get());
        long counter = session.next(lane);
        String signature = mac.ofRequest(self, peer, lane, session.id(), counter, body);
        return new RequestClaim(self, peer, lane, session.id(), counter, signature);
    }

    /**
     * True if the response is the authentic answer to that very request, which was signed here; false is a loss. A signed 401
     * is authentic, and the session that it carries is used from now on, unless the request was signed under a session that
     * is no longer the current one: of several first contacts under way at once, one settles the session for all.
     */
    public boolean verify(RequestClaim request, ResponseClaim response, byte[] body) {
        if (!request.from().equals(self) || !request.to().equals(peer)) {
            return false;
        }
        String expected = mac.ofResponse(request, response.status(), response.newSession(), body);
        if (!ExchangeMac.same(expected, response.mac())) {
            return false;
        }
        Session session = Objects.requireNonNull(current.get());
        if (response.status() == UNAUTHORIZED && response.newSession() != null && request.session().equals(session.id())) {
            current.compareAndSet(session, new Session(response.newSession() + ownHalf));
        }
        return true;
    }
}
