package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.core.port.Transport;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.SharedSecret;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to peers by HTTP: a reply in the response to what it answers, if that is still open; anything else in a POST
 * of its own, in one of two lanes. Addresses come from the membership only.
 */
final class HttpTransport implements Transport, AutoCloseable {

    private final HeldExchanges held;
    private final Map<NodeId, Map<Lane, PeerLane>> lanes = new TreeMap<>();
    private final PeerClient control;
    private final PeerClient bulk;

    /**
     * @param self this node
     * @param cluster its name; peers of another refuse what comes from here
     * @param others the base URL of each other member
     * @param secret that all members share; null if nothing is signed
     * @param guards of the bulk lane; the control lane has none
     * @param held exchanges of peers that are open here
     * @param inbox takes what comes in responses
     */
    HttpTransport(NodeId self, String cluster, SortedMap<NodeId, URI> others, @Nullable SharedSecret secret,
            TransportOptions options, PeerGuards guards, HeldExchanges held, PeerInbox inbox, PeerThreads threads) {
        this.held = held;
        this.control = new PeerClient(others.size(), TransportOptions.CONTROL_IN_FLIGHT, options.connectTimeout(),
                options.controlReadTimeout(), options.bodyLimit(), threads);
        this.bulk = new PeerClient(others.size(), options.inFlight(), options.connectTimeout(), options.bulkReadTimeout(),
                options.bodyLimit(), threads);
        others.forEach((peer, base) -> {
            OutgoingSession session = secret == null ? null : new OutgoingSession(secret, cluster, self, peer);
            PeerLink link = new PeerLink(self, peer, base, session, inbox);
            PeerGuard guard = guards.of(peer);
            Map<Lane, PeerLane> both = new EnumMap<>(Lane.class);
            both.put(Lane.CONTROL, new PeerLane(messages -> link.exchange(control, Lane.CONTROL, PeerGuard.NONE, messages),
                    threads, TransportOptions.CONTROL_IN_FLIGHT, TransportOptions.CONTROL_BODY_TARGET,
                    options.queueLimit()));
            both.put(Lane.BULK, new PeerLane(messages -> link.exchange(bulk, Lane.BULK, guard, messages), threads,
                    options.inFlight(), options.bodyTarget(), options.queueLimit()));
            lanes.put(peer, both);
        });
    }

    @Override
    public void send(NodeId to, List<Envelope> messages) {
        Map<Lane, PeerLane> both = lanes.get(to);
        if (both == null) {
            return; // no member: there is no address, and none is taken from a message
        }
        List<Envelope> others = held.reply(to, messages);
        if (others.isEmpty()) {
            return;
        }
        Map<Lane, List<Envelope>> byLane = new EnumMap<>(Lane.class);
        for (Envelope message : others) {
            byLane.computeIfAbsent(message.message().lane(), lane -> new ArrayList<>()).add(message);
        }
        byLane.forEach((lane, ofLane) -> Objects.requireNonNull(both.get(lane)).offer(ofLane));
    }

    /** Closes all connections. What is sent after that is lost. */
    @Override
    public void close() {
        control.close();
        bulk.close();
    }
}
