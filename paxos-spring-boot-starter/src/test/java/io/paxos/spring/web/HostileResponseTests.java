package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.spring.codec.BatchForm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no peer gives, each of which is a loss, and nothing worse. */
class HostileResponseTests {

    private static final Duration READ_TIMEOUT = Duration.ofMillis(500);

    private TestPeer sender;

    @BeforeEach
    void start() {
        sender = new TestPeer(Peers.NODE1);
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    /** From now on the sender finds node2 there, in one exchange after the other. */
    private void sendTo(URI base) {
        sender.start(null, new TransportOptions(Duration.ofMillis(50), 1, Duration.ofSeconds(5), READ_TIMEOUT, READ_TIMEOUT,
                64 * 1024, 256 * 1024, 1024 * 1024, null), Map.of(Peers.NODE2, base));
    }

    /** Sends so many messages, each in an exchange of its own, which begins once the one before has ended. */
    private void goesOn(ScriptedServer server, int times) {
        for (int i = 0; i < times; i++) {
            int before = server.requests.size();
            sender.send(Peers.NODE2, Peers.accept(before + 1));
            await().atMost(Peers.SOON).until(() -> server.requests.size() > before);
        }
        assertThat(server.requests).as("nothing is sent twice").hasSize(times);
        assertThat(sender.inbox.isEmpty()).as("nothing of the responses has reached the inbox").isTrue();
    }

    @Test
    @Tag("P71")
    void a_response_above_the_limit_is_a_loss_and_the_lane_goes_on() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.body(200, new byte[10 * 1024 * 1024]))) {
            sendTo(server.base());
            goesOn(server, 3);
        }
    }

    /** The read time-out never passes there, as there is always more to read. */
    @ParameterizedTest
    @ValueSource(ints = {200, 204, 500})
    @Tag("P71")
    void a_response_without_end_is_a_loss_and_the_lane_goes_on(int status) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.sendResponseHeaders(status, status == 204 ? -1 : 0);
            OutputStream out = exchange.getResponseBody();
            byte[] more = new byte[8192];
            while (status != 204) {
                out.write(more);
            }
        })) {
            sendTo(server.base());
            goesOn(server, 3);
        }
    }

    @Test
    void a_response_of_another_node_is_dropped() throws Exception {
        byte[] fromNode3 = BatchForm.encode(List.of(Peers.envelope(Peers.NODE3, Peers.NODE1, Peers.accepted(1))));
        byte[] toNode3 = BatchForm.encode(List.of(Peers.envelope(Peers.NODE2, Peers.NODE3, Peers.accepted(1))));
        for (byte[] body : new byte[][] {fromNode3, toNode3, {}, {9}}) {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.body(200, body))) {
                sendTo(server.base());
                goesOn(server, 2);
            }
        }
    }

    @Test
    void a_peer_that_never_answers_costs_no_more_than_the_read_time_out() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        })) {
            sendTo(server.base());
            goesOn(server, 2);
        }
    }

    /** Each byte comes within the read time-out of the one before. */
    @Test
    void a_response_that_comes_in_drops_costs_no_more_than_a_read_time_out_either() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.sendResponseHeaders(200, 100_000);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        })) {
            sendTo(server.base());
            goesOn(server, 2);
        }
    }

    @Test
    @Tag("P71")
    void a_head_without_end_is_a_loss() throws Exception {
        for (String line : new String[] {"a: b\r\n", "a".repeat(1000)}) {
            AtomicInteger connections = new AtomicInteger();
            try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
                Thread endless = new Thread(() -> answer(server, connections, line));
                endless.setDaemon(true);
                endless.start();
                sendTo(URI.create("http://127.0.0.1:" + server.getLocalPort()));
                sender.send(Peers.NODE2, Peers.accept(1));
                await().atMost(Peers.SOON).until(() -> connections.get() == 1);
                sender.send(Peers.NODE2, Peers.accept(2));
                await().atMost(Peers.SOON).until(() -> connections.get() == 2);
            }
        }
    }

    private static void answer(ServerSocket server, AtomicInteger connections, String line) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] more = line.repeat(100).getBytes(StandardCharsets.US_ASCII);
                while (!server.isClosed()) {
                    out.write(more);
                }
            } catch (IOException e) {
                // the sender has had enough
            }
        }
    }
}
