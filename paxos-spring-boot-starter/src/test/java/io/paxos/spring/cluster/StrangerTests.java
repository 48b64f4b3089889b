package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.founding.FoundedDifferentlyException;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.spring.template.CallOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A node that is not what its peers take it for takes no part, and they go on without it. */
@ExtendWith(OutputCaptureExtension.class)
class StrangerTests {

    private static final String SECRET = "paxos.security.shared-secret=";

    @TempDir
    static Path dataDir;

    private static TestCluster cluster;
    private static int calls;

    @BeforeAll
    static void found_a_cluster_of_which_two_nodes_run() {
        cluster = TestCluster.of(3, dataDir, SECRET + "the secret of the cluster, of 32 bytes").start();
        cluster.stop("node3");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void the_others_go_on() {
        cluster.stop("node3");
        assertThat(cluster.template("node1").append("calls", calls).index()).isEqualTo(calls);
        assertThat(cluster.template("node2").size("calls")).isEqualTo(++calls);
    }

    @Test
    @Tag("P79")
    void one_with_another_secret(CapturedOutput output) {
        cluster.start("node3", SECRET + "not the secret of the cluster, of 32 bytes");

        assertTakesNoPart(FoundingStatus.FOUNDED);
        await().atMost(TestCluster.PATIENCE).untilAsserted(() -> assertThat(output).contains(
                "node3 cannot exchange messages with node1 at " + cluster.peerUrlOf("node1")
                        + ": it refuses this node: have both the same",
                "refused a request that claims to come from node3: it is not signed with paxos.security.shared-secret"));
        assertThat(cluster.get("node3", "/actuator/health/readiness").statusCode()).isEqualTo(503);
        assertThat(output).doesNotContain("of 32 bytes");
    }

    /** It would believe the others, who are signed, while they refuse it. */
    @Test
    @Tag("P79")
    void one_without_a_secret(CapturedOutput output) {
        cluster.start("node3", SECRET);

        assertTakesNoPart(FoundingStatus.FOUNDED);
        await().atMost(TestCluster.PATIENCE).untilAsserted(() -> assertThat(output).contains(
                "node3 refused a request that claims to come from",
                "it is signed, and this node has no paxos.security.shared-secret"));
        assertThat(cluster.status("node3").leader()).isNull();
    }

    @Test
    @Tag("P26")
    void one_of_another_cluster(@TempDir Path elsewhere, CapturedOutput output) {
        cluster.start("node3", "paxos.cluster=other", "paxos.data-dir=" + elsewhere);

        assertTakesNoPart(FoundingStatus.FORMING);
        assertThat(cluster.get("node3", "/actuator/health").body()).contains("forming: waiting to hear from [node1, node2]");
        await().atMost(TestCluster.PATIENCE).untilAsserted(() -> assertThat(output).contains(
                "node3 cannot exchange messages with node1"));
    }

    @Test
    @Tag("P23")
    void one_whose_store_was_wiped(@TempDir Path elsewhere) {
        cluster.start("node3", "paxos.data-dir=" + elsewhere);

        awaitFounding(FoundingStatus.IDENTITY_MISMATCH);
        assertThat(cluster.get("node3", "/actuator/health").statusCode()).isEqualTo(503);
        assertThat(cluster.get("node3", "/actuator/health").body()).contains("it was wiped or swapped");
        assertThat(cluster.status("node3").promised().round()).isZero();
    }

    @Test
    @Tag("P27")
    void one_with_another_list_of_peers(@TempDir Path elsewhere, CapturedOutput output) {
        assertThatThrownBy(() -> cluster.start("node3", "paxos.peers.node4=http://127.0.0.1:1"))
                .hasRootCauseInstanceOf(FoundedDifferentlyException.class);
        assertThat(output).contains("founded as [node1, node2, node3], configured [node1, node2, node3, node4]");

        // with an empty store it would join another cluster than the others founded
        cluster.start("node3", "paxos.peers.node4=http://127.0.0.1:1", "paxos.data-dir=" + elsewhere);
        awaitFounding(FoundingStatus.IDENTITY_MISMATCH);
        assertThat(cluster.get("node3", "/actuator/health").statusCode()).isEqualTo(503);
    }

    /** It is heard and answered nothing, for longer than an election of its own would take. */
    private static void assertTakesNoPart(FoundingStatus founding) {
        long promised = cluster.status("node3").promised().round();
        assertThatThrownBy(() -> cluster.template("node3").decide("by-a-stranger", "value",
                CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(2_500)))).isInstanceOf(NotExecutedException.class);
        ReplicaStatus status = cluster.status("node3");

        assertThat(status.founding().status()).isEqualTo(founding);
        assertThat(status.leader()).isNull();
        assertThat(status.promised().round()).isEqualTo(promised);
        assertThat(cluster.template("node1").decision("by-a-stranger", String.class)).isEmpty();
    }

    private static void awaitFounding(FoundingStatus founding) {
        await().atMost(TestCluster.PATIENCE).until(() -> cluster.status("node3").founding().status() == founding);
    }
}
