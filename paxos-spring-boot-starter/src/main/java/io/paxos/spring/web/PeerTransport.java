package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.port.Transport;
import io.paxos.spring.security.SharedSecret;
import java.net.URI;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of the way to the peers: what sends, and the endpoint where they send to. They belong together, as replies of the
 * one leave in the responses of the other.
 */
public final class PeerTransport implements AutoCloseable {

    private final HeldExchanges held;
    private final HttpTransport transport;
    private final PeerEndpoint endpoint;
    private final PeerThreads threads;

    /**
     * @param self this node
     * @param cluster its name
     * @param others base URL of each other member, without a slash at its end; at least one
     * @param secret that all members share; null if nothing is signed, and then only this machine is answered
     * @param guards of the bulk exchanges with each of the others
     * @param inbox where messages of peers go
     * @param threads closed with this
     */
    public PeerTransport(NodeId self, String cluster, SortedMap<NodeId, URI> others, @Nullable SharedSecret secret,
            TransportOptions options, PeerGuards guards, PeerInbox inbox, PeerThreads threads) {
        this.held = new HeldExchanges();
        this.threads = threads;
        this.transport = new HttpTransport(self, cluster, others, secret, options, guards, held, inbox, threads);
        this.endpoint = new PeerEndpoint(self, cluster, others.keySet(), secret, options, held, inbox, threads);
    }

    /** What sends to the peers. */
    public Transport transport() {
        return transport;
    }

    /** Where the peers send to; a servlet filter that must come before all others. */
    public PeerEndpoint endpoint() {
        return endpoint;
    }

    /** Ends all exchanges, threads and connections. What is sent after that is lost. */
    @Override
    public void close() {
        threads.close();
        // after that: whatever is held from now on finds no timer, and ends at once by itself
        held.endAll();
        transport.close();
    }
}
