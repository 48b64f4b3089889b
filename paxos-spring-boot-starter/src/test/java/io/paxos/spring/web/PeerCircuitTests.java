package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.resilience.PeerCircuits;
import io.paxos.spring.security.SharedSecret;
import io.paxos.spring.web.ScriptedServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens the circuit to a peer and what does not, with real connections, one bulk exchange after the other. */
class PeerCircuitTests {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(5);

    /** More than are needed to open a circuit. */
    private static final int MANY = 12;

    private TestPeer sender;
    private CircuitBreakerRegistry circuits;

    @BeforeEach
    void start() {
        sender = new TestPeer(Peers.NODE1);
        circuits = CircuitBreakerRegistry.ofDefaults();
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    /** As by default, but for how long it stays open. */
    private void staysOpen(Duration wait) {
        circuits.addConfiguration(PeerCircuits.NAME,
                CircuitBreakerConfig.from(PeerCircuits.defaults(Duration.ofSeconds(1))).waitDurationInOpenState(wait).build());
    }

    /** From now on the sender finds node2 there. */
    private void sendTo(URI base, SharedSecret secret, Duration connect, Duration read) {
        sender.start(secret,
                new TransportOptions(Duration.ofMillis(50), 1, connect, read, read, 64 * 1024, 256 * 1024, 1024 * 1024,
                        null),
                Map.of(Peers.NODE2, base), PeerThreads.ofPlatform(Peers.NODE1),
                new PeerCircuits(Duration.ofSeconds(1), circuits));
    }

    private CircuitBreaker circuit() {
        return circuits.find("paxos-peer-node2").orElseThrow();
    }

    /** Sends in bulk until the circuit is in that state. */
    private void sendUntil(State state) {
        AtomicInteger slot = new AtomicInteger();
        await().atMost(Peers.SOON).pollInterval(POLL).until(() -> {
            sender.send(Peers.NODE2, Peers.accept(slot.incrementAndGet()));
            return circuit().getState() == state;
        });
    }

    /** So many exchanges, all of which have ended but for the last. */
    private void goesOn(ScriptedServer server, int times) {
        for (int i = 0; i < times; i++) {
            int before = server.requests.size();
            sender.send(Peers.NODE2, Peers.accept(before + 1));
            await().atMost(Peers.SOON).pollInterval(POLL).until(() -> server.requests.size() > before);
        }
    }

    private void requireNothingCounted() {
        assertThat(circuit().getState()).isEqualTo(State.CLOSED);
        assertThat(circuit().getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    private static void hang() throws IOException {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @Tag("P45")
    void connections_that_break_open_it_and_then_no_bulk_connects_while_control_goes_on() throws Exception {
        try (TestPeer receiver = new TestPeer(Peers.NODE2); TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            receiver.start(null, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE1, TestPeer.NOWHERE));
            receiver.replies(Peers::replyTo);
            link.cut();
            staysOpen(Duration.ofHours(1));
            sendTo(link.base(), null, LONG, LONG);
            sendUntil(State.OPEN);
            int before = link.connections();
            assertThat(before).isGreaterThanOrEqualTo(10);

            for (int slot = 1; slot <= 50; slot++) {
                long dropped = circuit().getMetrics().getNumberOfNotPermittedCalls();
                sender.send(Peers.NODE2, Peers.accept(slot));
                await().atMost(Peers.SOON).pollInterval(Duration.ofMillis(1))
                        .until(() -> circuit().getMetrics().getNumberOfNotPermittedCalls() > dropped);
            }
            assertThat(link.connections()).as("of bulk").isEqualTo(before);

            sender.send(Peers.NODE2, Peers.heartbeat(1));
            await().atMost(Peers.SOON).until(() -> link.connections() == before + 1);
            link.heal();
            for (int round = 2; round <= 20; round++) {
                sender.send(Peers.NODE2, Peers.accept(round), Peers.heartbeat(round));
                assertThat(sender.inbox.next()).containsExactly(Peers.heartbeatAck(round));
            }
            assertThat(circuit().getState()).as("answers of control do not count").isEqualTo(State.OPEN);
        }
    }

    @Test
    void failures_of_control_do_not_count() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(503))) {
            sendTo(server.base(), null, LONG, LONG);
            for (int round = 1; round <= 2 * MANY; round++) {
                int before = server.requests.size();
                sender.send(Peers.NODE2, Peers.heartbeat(round));
                await().atMost(Peers.SOON).pollInterval(POLL).until(() -> server.requests.size() > before);
            }
            requireNothingCounted();
        }
    }

    @Test
    void refused_connections_open_it() {
        sendTo(TestPeer.NOWHERE, null, LONG, LONG);
        sendUntil(State.OPEN);
    }

    /** Where nobody takes the connections that wait there, Linux lets the next one wait without an answer. */
    @Test
    void connections_that_are_not_made_in_time_open_it() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            await().atMost(Peers.SOON).until(() -> {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
                    return false;
                } catch (SocketTimeoutException e) {
                    return true;
                }
            });
            sendTo(URI.create("http://127.0.0.1:" + server.getLocalPort()), null, SHORT, LONG);
            sendUntil(State.OPEN);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void answers_that_say_that_it_cannot_serve_open_it_signed_or_not(int status) throws Exception {
        for (SharedSecret secret : new SharedSecret[] {null, Peers.SECRET}) {
            circuits = CircuitBreakerRegistry.ofDefaults();
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(status))) {
                sendTo(server.base(), secret, LONG, LONG);
                sendUntil(State.OPEN);
            }
        }
    }

    @Test
    void a_node_that_does_not_run_opens_it_in_a_signed_cluster() {
        try (TestPeer receiver = new TestPeer(Peers.NODE2)) {
            receiver.start(Peers.SECRET, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE1, TestPeer.NOWHERE));
            receiver.inbox.stop();
            sendTo(receiver.server.base(), Peers.SECRET, LONG, LONG);
            sendUntil(State.OPEN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 408, 409, 413, 429})
    @Tag("P70")
    void refusals_never_open_it(int status) throws Exception {
        for (SharedSecret secret : new SharedSecret[] {null, Peers.SECRET}) {
            circuits = CircuitBreakerRegistry.ofDefaults();
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(status))) {
                sendTo(server.base(), secret, LONG, LONG);
                goesOn(server, MANY);
                requireNothingCounted();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("P92")
    void late_answers_never_open_it(boolean inDrops) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (!inDrops) {
                hang();
            }
            // each byte comes within the read time-out of the one before
            exchange.sendResponseHeaders(200, 100_000);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        })) {
            sendTo(server.base(), null, SHORT, SHORT);
            goesOn(server, MANY);
            requireNothingCounted();
        }
    }

    @Test
    @Tag("P74")
    void answers_that_are_not_understood_never_open_it() throws Exception {
        byte[] ofAnother = BatchForm.encode(List.of(Peers.envelope(Peers.NODE3, Peers.NODE1, Peers.accepted(1))));
        for (byte[] body : new byte[][] {{9}, {}, new byte[1024 * 1024], ofAnother}) {
            circuits = CircuitBreakerRegistry.ofDefaults();
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.body(200, body))) {
                sendTo(server.base(), null, LONG, LONG);
                goesOn(server, MANY);
                requireNothingCounted();
            }
        }
    }

    @Test
    void one_answer_among_many_failures_keeps_it_closed() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(
                exchange -> ScriptedServer.status(count.incrementAndGet() % 10 == 1 ? 204 : 503).to(exchange))) {
            sendTo(server.base(), null, LONG, LONG);
            goesOn(server, 100);
            assertThat(circuit().getState()).isEqualTo(State.CLOSED);
            assertThat(circuit().getMetrics().getNumberOfFailedCalls()).isGreaterThanOrEqualTo(17);
        }
    }

    @Test
    @Tag("P46")
    void bulk_flows_again_soon_after_the_peer_is_back() throws Exception {
        try (TestPeer receiver = new TestPeer(Peers.NODE2); TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            receiver.start(Peers.SECRET, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE1, TestPeer.NOWHERE));
            receiver.replies(Peers::replyTo);
            link.cut();
            sendTo(link.base(), Peers.SECRET, LONG, LONG);
            for (int outage = 1; outage <= 3; outage++) {
                sendUntil(State.OPEN);
                link.heal();
                await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
                    sender.send(Peers.NODE2, Peers.accept(1));
                    return !sender.inbox.isEmpty();
                });
                sendUntil(State.CLOSED);
                link.cut();
                while (!sender.inbox.isEmpty()) {
                    sender.inbox.next();
                }
            }
        }
    }

    /** The few that a half-open circuit lets pass must not be used up by those that tell nothing. */
    @Test
    @Tag("P46")
    void a_peer_that_is_late_at_first_when_it_is_back_is_reached_all_the_same() throws Exception {
        AtomicReference<Answer> answer = new AtomicReference<>(ScriptedServer.status(503));
        try (ScriptedServer server = new ScriptedServer(exchange -> answer.get().to(exchange))) {
            staysOpen(Duration.ofMillis(1));
            sendTo(server.base(), null, SHORT, SHORT);
            sendUntil(State.OPEN);

            answer.set(exchange -> hang());
            goesOnDespiteDrops(server, 5);
            answer.set(ScriptedServer.status(429));
            goesOnDespiteDrops(server, 5);
            assertThat(circuit().getState()).isEqualTo(State.HALF_OPEN);
            answer.set(ScriptedServer.status(204));

            sendUntil(State.CLOSED);
        }
    }

    private void goesOnDespiteDrops(ScriptedServer server, int times) {
        int before = server.requests.size();
        await().atMost(Peers.SOON).pollInterval(Duration.ofMillis(10)).until(() -> {
            sender.send(Peers.NODE2, Peers.accept(1));
            return server.requests.size() >= before + times;
        });
    }
}
