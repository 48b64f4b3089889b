package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Lane;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are the endpoint's, and that all others are the application's. */
class EndpointPathTests {

    private static TestPeer peer;

    @BeforeAll
    static void start() {
        peer = TestPeer.alone(null, Peers.options(Duration.ofMillis(200), 4));
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    /** A path as it stands, which a client would tidy up. */
    private static int post(int port, String path) throws IOException {
        byte[] body = PeerCalls.body(Peers.accepted(7));
        return PeerCalls.rawStatus(port,
                PeerCalls.head(path, PeerCalls.BINARY) + "Content-Length: " + body.length + "\r\n\r\n", body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/paxos/v1/messages", "//paxos/v1/messages", "/paxos//v1/messages", "/paxos/v1//messages",
        "/paxos/v1/./messages", "/paxos/v1/x/../messages", "/x/../paxos/v1/messages", "/paxos/v1;a=b/messages",
        "/paxos/v1/messages;a=b", "/paxos/v1/%6dessages", "/paxos/v1/messages?a=b"})
    void messages_are_taken_where_the_path_means_theirs(String path) throws IOException {
        assertThat(post(peer.server.port(), path)).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/paxos/v1", "/paxos/v1/", "/paxos/v1/messages/", "/paxos/v1/messages/x", "/paxos/v1/Messages",
        "/paxos/v1/MESSAGES", "/paxos/v1/x", "/paxos/v1/message", "/paxos/v1/messages.json", "/paxos/v1/;a=b",
        "/paxos/v1/messages/;a=b", "/paxos/v1//", "/paxos/v1/messages%20", "/paxos/v1/%2e/x", "/paxos/v1/messages%3Ba=b"})
    void nothing_else_is_there_below_the_peers_path(String path) throws IOException {
        assertThat(post(peer.server.port(), path)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/paxos", "/paxos/", "/paxos/v1x", "/paxos/v10/messages", "/paxos/v2/messages",
        "/PAXOS/v1/messages", "/Paxos/V1/messages", "/x/paxos/v1/messages", "/paxos/v1/../x",
        "/paxos/v1/messages/../../x", "/paxos/v1/%2e%2e/x",
        "/paxos;/v1/../messages"})
    void everything_else_is_the_applications(String path) throws IOException {
        String response = PeerCalls.raw(peer.server.port(),
                "BREW " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: http://evil.example\r\n\r\n", new byte[0]);

        assertThat(response).startsWith("HTTP/1.1 " + PeerServer.APPLICATION).endsWith("\r\n\r\nBREW " + path);
    }

    /** Tomcat refuses these itself, wherever they would lead. */
    @ParameterizedTest
    @ValueSource(strings = {"/paxos%2Fv1%2Fmessages", "/paxos/v1%2Fmessages", "/paxos/v1/..%2f..%2fx", "/paxos/v1%00/messages",
        "/paxos\\v1\\messages", "/../paxos/v1/messages"})
    void a_path_that_could_mean_two_things_is_refused(String path) throws IOException {
        assertThat(post(peer.server.port(), path)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "post", "BREW"})
    void messages_come_by_post_only(String method) throws IOException {
        String response = PeerCalls.raw(peer.server.port(),
                method + " /paxos/v1/messages HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", new byte[0]);

        assertThat(response).startsWith("HTTP/1.1 405").containsIgnoringCase("\r\nAllow: POST\r\n");
    }

    @Test
    void a_refusal_is_a_problem_in_json() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = PeerCalls.send(HttpRequest.newBuilder(peer.server.base().resolve("/paxos/v1/x")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(
                "{\"type\":\"about:blank\",\"title\":\"refused\",\"status\":404,\"detail\":\"There is nothing here.\"}");
    }

    @Test
    void a_port_of_the_peers_own_answers_nothing_else_and_the_hosts_port_does_not_answer_them() throws Exception {
        int own = freePort();
        TransportOptions shared = Peers.options(Duration.ofMillis(200), 4);
        TransportOptions options = new TransportOptions(shared.hold(), 4, shared.connectTimeout(), shared.bulkReadTimeout(),
                shared.controlReadTimeout(), shared.bodyTarget(), shared.bodyLimit(), shared.queueLimit(), own);
        try (TestPeer split = new TestPeer(Peers.NODE1, new PeerServer(4, own))) {
            split.start(null, options, Map.of(Peers.NODE2, TestPeer.NOWHERE));
            int hosts = split.server.port();

            assertThat(post(own, "/paxos/v1/messages")).as("peers at their port").isEqualTo(204);
            assertThat(post(hosts, "/paxos/v1/messages")).as("peers at the host's port").isEqualTo(404);
            assertThat(post(hosts, "/paxos/v1;a=b//messages")).as("peers at the host's port").isEqualTo(404);
            assertThat(post(hosts, "/x")).as("others at the host's port").isEqualTo(PeerServer.APPLICATION);
            for (String path : new String[] {"/", "/x", "/paxos/v1", "/paxos/v1/x", "/paxos/v1/../x", "/PAXOS/v1/messages"}) {
                assertThat(post(own, path)).as("%s at the peers' port", path).isEqualTo(404);
            }
        }
    }

    /** A host header, or one of a proxy, says of a port what it likes. */
    @Test
    void the_port_is_the_one_that_was_connected_to() throws Exception {
        int own = freePort();
        TransportOptions shared = Peers.options(Duration.ofMillis(200), 4);
        TransportOptions options = new TransportOptions(shared.hold(), 4, shared.connectTimeout(), shared.bulkReadTimeout(),
                shared.controlReadTimeout(), shared.bodyTarget(), shared.bodyLimit(), shared.queueLimit(), own);
        try (TestPeer split = new TestPeer(Peers.NODE1, new PeerServer(4, own))) {
            split.start(null, options, Map.of(Peers.NODE2, TestPeer.NOWHERE));
            URI hosts = split.server.base();
            HttpRequest.Builder request = PeerCalls.request(hosts, Lane.BULK, PeerCalls.body(Peers.accepted(7)))
                    .header("X-Forwarded-For", "10.0.0.1").header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Port", Integer.toString(own));

            assertThat(PeerCalls.send(request).statusCode()).isEqualTo(404);
            assertThat(PeerCalls.rawStatus(hosts.getPort(), "POST /paxos/v1/messages HTTP/1.1\r\nHost: localhost:" + own
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", new byte[0])).isEqualTo(404);
            assertThat(PeerCalls.send(HttpRequest.newBuilder(hosts.resolve("/x")).POST(BodyPublishers.noBody())).statusCode())
                    .isEqualTo(PeerServer.APPLICATION);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
