package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sender does with its connections. */
class PeerConnectionTests {

    private TestPeer sender;
    private TestPeer receiver;

    @BeforeEach
    void start() {
        sender = new TestPeer(Peers.NODE1);
        receiver = new TestPeer(Peers.NODE2);
        receiver.start(null, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE1, TestPeer.NOWHERE));
        receiver.replies(Peers::replyTo);
    }

    @AfterEach
    void stop() {
        sender.close();
        receiver.close();
    }

    /** From now on the sender finds node2 there. */
    private void sendTo(URI base, int inFlight) {
        sender.start(null, Peers.options(Peers.NEVER, inFlight), Map.of(Peers.NODE2, base));
    }

    /** Whether the sender is done with one exchange and begins the next: only that proves that the one has ended. */
    private void goesOn(ScriptedServer server) {
        int before = server.requests.size();
        sender.send(Peers.NODE2, Peers.accept(before + 1));
        await().atMost(Peers.SOON).until(() -> server.requests.size() > before);
    }

    /** Tomcat by itself would end each connection after 100 requests. */
    @Test
    void a_thousand_exchanges_in_each_lane_use_two_connections_per_lane_at_most() throws Exception {
        try (TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            sendTo(link.base(), 4);
            for (int slot = 1; slot <= 1_000; slot++) {
                sender.send(Peers.NODE2, Peers.accept(slot));
                assertThat(sender.inbox.next()).containsExactly(Peers.accepted(slot));
            }
            assertThat(link.connections()).as("in bulk").isBetween(1, 2);
            for (int round = 1; round <= 1_000; round++) {
                sender.send(Peers.NODE2, Peers.heartbeat(round));
                assertThat(sender.inbox.next()).containsExactly(Peers.heartbeatAck(round));
            }
            assertThat(link.connections()).as("in both lanes").isBetween(2, 4);
        }
    }

    @Test
    @Tag("P74")
    void messages_flow_again_once_the_link_has_healed() throws Exception {
        try (TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            sendTo(link.base(), 1);
            sender.send(Peers.NODE2, Peers.accept(1));
            sender.inbox.next();
            link.cut();
            sender.send(Peers.NODE2, Peers.accept(2));
            sender.send(Peers.NODE2, Peers.accept(3));
            link.heal();

            // what was sent meanwhile may be lost; the transport does not send it again
            AtomicLong slot = new AtomicLong(3);
            await().atMost(Peers.SOON).until(() -> {
                sender.send(Peers.NODE2, Peers.accept(slot.incrementAndGet()));
                return !sender.inbox.isEmpty();
            });
        }
    }

    @Test
    void a_slow_link_is_only_slow() throws Exception {
        try (TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            link.delay(Duration.ofMillis(100));
            sendTo(link.base(), 1);
            sender.send(Peers.NODE2, Peers.accept(1));

            assertThat(sender.inbox.next()).containsExactly(Peers.accepted(1));
        }
    }

    @Test
    @Tag("P52")
    void what_has_arrived_is_not_sent_again_when_the_answer_is_lost() throws Exception {
        try (TcpForwarder link = new TcpForwarder(receiver.server.port())) {
            sendTo(link.base(), 1);
            sender.send(Peers.NODE2, Peers.accept(1));
            sender.inbox.next();
            receiver.inbox.next();
            link.loseAnswers();
            for (int slot = 2; slot <= 5; slot++) {
                sender.send(Peers.NODE2, Peers.accept(slot));
                assertThat(receiver.inbox.next()).containsExactly(Peers.accept(slot));
            }
            link.heal();
            sender.send(Peers.NODE2, Peers.accept(6));
            assertThat(receiver.inbox.next()).containsExactly(Peers.accept(6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 401, 407, 408, 425, 429, 500, 502, 503, 504})
    @Tag("P52")
    void an_answer_of_any_status_is_the_end_of_its_exchange(int status) throws Exception {
        try (ScriptedServer other = new ScriptedServer(ScriptedServer.status(299));
                ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.getResponseHeaders().set("Location", other.base() + "/paxos/v1/messages");
                    exchange.getResponseHeaders().set("Retry-After", "0");
                    exchange.getResponseHeaders().set("Set-Cookie", "a=b");
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                    exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"x\"");
                    exchange.sendResponseHeaders(status, -1);
                })) {
            Authenticator before = Authenticator.getDefault();
            Authenticator.setDefault(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("the-hosts-own", "password".toCharArray());
                }
            });
            try {
                sendTo(server.base(), 1);
                for (int i = 1; i <= 3; i++) {
                    goesOn(server);
                }
            } finally {
                Authenticator.setDefault(before);
            }
            assertThat(server.requests).hasSize(3).allSatisfy(request -> assertThat(request)
                    .startsWith("POST /paxos/v1/messages ")
                    .doesNotContainIgnoringCase("Cookie", "Authorization", "Upgrade", "Accept-encoding", "Expect"));
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    @Tag("P81")
    void no_proxy_of_the_host_is_used() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(ScriptedServer.status(299))) {
            Map<String, String> settings = Map.of("http.proxyHost", "127.0.0.1", "http.proxyPort", Integer.toString(proxy.port()),
                    "http.nonProxyHosts", "");
            Map<String, String> before = new TreeMap<>();
            settings.forEach((name, value) -> {
                String old = System.setProperty(name, value);
                if (old != null) {
                    before.put(name, old);
                }
            });
            try {
                sendTo(receiver.server.base(), 1);
                sender.send(Peers.NODE2, Peers.accept(1));
                assertThat(sender.inbox.next()).containsExactly(Peers.accepted(1));
            } finally {
                settings.keySet().forEach(System::clearProperty);
                before.forEach(System::setProperty);
            }
            assertThat(proxy.requests).isEmpty();
        }
    }
}
