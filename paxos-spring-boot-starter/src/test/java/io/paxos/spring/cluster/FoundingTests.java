package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.spring.template.CallOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of a cluster needs every node once (F5). The applications have a context path. */
class FoundingTests {

    @TempDir
    Path dataDir;

    @Test
    @Tag("P28")
    void it_waits_for_every_listed_node_and_names_who_is_missing() {
        try (TestCluster cluster = TestCluster.withContextPath("/host", 3, dataDir)) {
            cluster.start("node1");
            awaitHealth(cluster, "node1", "forming: waiting to hear from [node2, node3]");
            cluster.start("node2");
            awaitHealth(cluster, "node1", "forming: waiting to hear from [node3]");
            awaitHealth(cluster, "node2", "forming: waiting to hear from [node3]");
            assertThat(cluster.get("node1", "/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(cluster.get("node1", "/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(cluster.get("node1", "/actuator/paxos").body()).contains("waiting to hear from [node3]");
            assertThatThrownBy(() -> cluster.template("node1").decide("seat", "nobody",
                    CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300))))
                    .isInstanceOfSatisfying(NotExecutedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_STARTED));

            // a call that waits for it is answered
            var waiting = cluster.template("node2").decideAsync("seat", "alice",
                    CallOptions.DEFAULTS.withTimeout(TestCluster.PATIENCE));
            cluster.start("node3");
            assertThat(waiting.join().won()).isTrue();
            assertThat(cluster.template("node3").decision("seat", String.class).orElseThrow().value()).isEqualTo("alice");
            assertThat(cluster.get("node3", "/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    private static void awaitHealth(TestCluster cluster, String node, String reason) {
        await().atMost(TestCluster.PATIENCE).untilAsserted(() -> {
            assertThat(cluster.get(node, "/actuator/health").statusCode()).isEqualTo(503);
            assertThat(cluster.get(node, "/actuator/health").body()).contains(reason);
        });
    }
}
