package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.spring.security.SharedSecret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A node as far as its transport goes: server, endpoint and sender, with a script in the place of the protocol. */
final class TestPeer implements AutoCloseable {

    /** Where nobody listens. */
    static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static final int THREADS = 20;

    final ScriptedInbox inbox = new ScriptedInbox();
    final PeerServer server;

    private final NodeId self;
    private final ExecutorService protocol = Executors.newSingleThreadExecutor();
    private @Nullable PeerTransport transport;

    TestPeer(NodeId self) {
        this(self, new PeerServer(THREADS, null));
    }

    TestPeer(NodeId self, PeerServer server) {
        this.self = self;
        this.server = server;
        protocol.execute(() -> {}); // so that its thread is none that Tomcat has started
    }

    /** One whose peers are never reached, for tests that speak to its endpoint. */
    static TestPeer alone(@Nullable SharedSecret secret, TransportOptions options) {
        TestPeer peer = new TestPeer(Peers.NODE1);
        peer.start(secret, options, Map.of(Peers.NODE2, NOWHERE, Peers.NODE3, NOWHERE));
        return peer;
    }

    /** As a new process, in the place of the one before. */
    void start(@Nullable SharedSecret secret, TransportOptions options, Map<NodeId, URI> others) {
        start(secret, options, others, PeerThreads.ofPlatform(self));
    }

    void start(@Nullable SharedSecret secret, TransportOptions options, Map<NodeId, URI> others, PeerThreads threads) {
        start(secret, options, others, threads, peer -> PeerGuard.NONE);
    }

    void start(@Nullable SharedSecret secret, TransportOptions options, Map<NodeId, URI> others, PeerThreads threads,
            PeerGuards guards) {
        stop();
        PeerTransport next = new PeerTransport(self, Peers.CLUSTER, new TreeMap<>(others), secret, options, guards, inbox,
                threads);
        transport = next;
        server.use(next.endpoint());
    }

    private void stop() {
        if (transport != null) {
            transport.close();
        }
    }

    void send(NodeId to, Message... messages) {
        Objects.requireNonNull(transport).transport().send(to, List.of(messages).stream()
                .map(message -> Peers.envelope(self, to, message)).toList());
    }

    /** Replies to each message from now on what the function says, if anything, all from one other thread, as a driver does. */
    void replies(Function<Message, @Nullable Message> answer) {
        inbox.script(batch -> {
            NodeId from = batch.get(0).header().from();
            Message[] answers = batch.stream().map(Envelope::message).map(answer).filter(Objects::nonNull)
                    .toArray(Message[]::new);
            if (answers.length > 0) {
                protocol.execute(() -> send(from, answers));
            }
            return true;
        });
    }

    @Override
    public void close() {
        stop();
        server.close();
        protocol.shutdown();
    }
}
