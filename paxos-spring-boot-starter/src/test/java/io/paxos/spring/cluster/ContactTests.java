package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.paxos.spring.actuator.NodeReport;
import io.paxos.spring.actuator.NodeReport.PeerReport;
import io.paxos.spring.actuator.PaxosEndpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a leader shows of members that it hears, heard once, or never heard. */
class ContactTests {

    @Test
    void a_member_counts_as_heard_when_it_has_answered_this_leader(@TempDir Path dataDir) {
        try (TestCluster cluster = TestCluster.of(3, dataDir)) {
            String first = cluster.start().awaitLeader();
            String away = cluster.follower();
            awaitMargin(cluster, first, 1);
            assertThat(lastContact(cluster, first, away)).isBetween(0.0, 60.0);

            cluster.stop(away);
            awaitMargin(cluster, first, 0);
            assertThat(peer(cluster, first, away).lastContactMillis()).isGreaterThan(500);
            assertThat(lastContact(cluster, first, away)).isGreaterThan(0.5);

            // the next leader has never heard the one that is away
            cluster.stop(first);
            cluster.start(first);
            String next = cluster.awaitLeader();
            String follower = cluster.follower();
            awaitMargin(cluster, next, 0);
            assertThat(peer(cluster, next, away)).isEqualTo(new PeerReport(away, cluster.peerUrlOf(away), null, null, null));
            assertThat(peer(cluster, next, follower).lastContactMillis()).isNotNull();
            assertThat(lastContact(cluster, next, away)).isNaN();
            assertThat(lastContact(cluster, next, follower)).isBetween(0.0, 60.0);
            assertThat(lastContact(cluster, follower, next)).isNaN();
            assertThat(cluster.get(next, "/actuator/paxos").body()).contains("\"lastContactMillis\":null");

            cluster.start(away);
            String last = cluster.awaitLeader();
            awaitMargin(cluster, last, 1);
            assertThat(report(cluster, last).peers()).noneMatch(peer -> peer.lastContactMillis() == null);
        }
    }

    private static void awaitMargin(TestCluster cluster, String leader, int margin) {
        await().atMost(TestCluster.PATIENCE)
                .untilAsserted(() -> assertThat(report(cluster, leader).quorumMargin()).isEqualTo(margin));
    }

    private static NodeReport report(TestCluster cluster, String node) {
        return cluster.context(node).getBean(PaxosEndpoint.class).node();
    }

    private static PeerReport peer(TestCluster cluster, String node, String peer) {
        return report(cluster, node).peers().stream().filter(one -> one.node().equals(peer)).findFirst().orElseThrow();
    }

    private static double lastContact(TestCluster cluster, String node, String peer) {
        return cluster.context(node).getBean(MeterRegistry.class).get("paxos.peer.last.contact").tags("node", node, "peer", peer)
                .timeGauge().value();
    }
}
