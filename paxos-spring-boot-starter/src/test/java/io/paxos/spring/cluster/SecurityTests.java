package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spring Security as Boot sets it up, refusing all that is not authenticated, neither closes the way to peers nor opens it. */
class SecurityTests {

    @TempDir
    static Path dataDir;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.of(3, dataDir, "spring.autoconfigure.exclude=", "spring.security.user.password=known",
                "paxos.security.shared-secret=0123456789abcdef0123456789abcdef").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void the_nodes_agree_where_all_others_are_refused() {
        assertThat(cluster.get("node1", "/actuator/paxos").statusCode()).isEqualTo(401);
        assertThat(cluster.get("node1", "/paxos/v2").statusCode()).isEqualTo(401);

        assertThat(cluster.template("node1").decide("seat", "alice").won()).isTrue();
        assertThat(cluster.template("node2").decide("seat", "bob").value()).isEqualTo("alice");
        assertThat(cluster.template("node3").decide("seat", "carol").value()).isEqualTo("alice");
    }

    @Test
    void a_user_of_the_application_is_no_peer() {
        HttpResponse<String> answer = TestCluster.exchange(HttpRequest
                .newBuilder(URI.create(cluster.peerUrlOf("node1") + "/paxos/v1/messages"))
                .header("Authorization", "Basic dXNlcjprbm93bg==").header("Content-Type", "application/json")
                .header("Paxos-From", "node2").header("Paxos-To", "node1").header("Paxos-Lane", "control")
                .POST(HttpRequest.BodyPublishers.ofString("[]")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("The request is not signed");
    }
}
