package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers on ports of their own, in applications that otherwise let nobody in, and have a third port for their management. */
class PeerPortTests {

    @TempDir
    static Path dataDir;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.withPeerPorts(3, dataDir, "test.locked=true", "management.server.port=0").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void the_nodes_agree() {
        assertThat(cluster.template("node1").decide("seat", "alice").won()).isTrue();
        assertThat(cluster.template("node2").decide("seat", "bob").value()).isEqualTo("alice");
        assertThat(cluster.template("node3").decide("seat", "carol").value()).isEqualTo("alice");
    }

    @Test
    void the_port_of_the_application_has_nothing_for_peers() {
        for (String path : List.of("/paxos/v1", "/paxos/v1/", "/paxos/v1/messages", "/paxos/v1/messages;a=b",
                "//paxos/v1/messages", "/paxos/./v1/messages", "/%70axos/v1/messages")) {
            assertThat(post(cluster.urlOf("node1") + path)).as(path).isEqualTo(404);
        }
    }

    @Test
    void the_port_of_the_peers_has_nothing_for_others() {
        for (String path : List.of("", "/", "/actuator/health", "/paxos", "/paxos/v1", "/paxos/v1/other", "/index.html")) {
            assertThat(post(cluster.peerUrlOf("node1") + path)).as(path).isEqualTo(404);
            assertThat(get(cluster.peerUrlOf("node1") + path)).as(path).isEqualTo(404);
        }
        assertThat(get(cluster.peerUrlOf("node1") + "/paxos/v1/messages")).isEqualTo(405);
    }

    @Test
    void only_the_connections_of_peers_are_kept_open_without_end() {
        assertThat(TestCluster.keepAliveRequests(cluster.context("node1"))).containsExactlyInAnyOrder(100, -1);
    }

    @Test
    void the_application_answers_the_rest_as_it_likes() {
        assertThat(get(cluster.urlOf("node1") + "/actuator/health")).isEqualTo(401);
        assertThat(get(cluster.urlOf("node1") + "/paxos/v2")).isEqualTo(401);
        assertThat(get(cluster.urlOf("node1") + "/paxos/v11")).isEqualTo(401);
    }

    private static int get(String url) {
        return TestCluster.exchange(HttpRequest.newBuilder(URI.create(url))).statusCode();
    }

    private static int post(String url) {
        return TestCluster.exchange(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))).statusCode();
    }
}
