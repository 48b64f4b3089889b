package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.Consistency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that was away for so long that the circuit to it is open is back soon, and the others can rely on it at once. */
class CircuitTests {

    /** What is promised is 5 s; the rest is for the machine. */
    private static final CallOptions SOON = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(10));

    @TempDir
    Path dataDir;

    @Test
    @Tag("P46")
    void a_node_whose_circuit_was_open_makes_a_quorum_when_it_is_back_and_another_has_gone() {
        try (TestCluster cluster = TestCluster.of(3, dataDir).start()) {
            String leader = cluster.awaitLeader();
            String away = cluster.follower();
            String other = cluster.nodes().stream().filter(node -> !node.equals(leader) && !node.equals(away)).findFirst()
                    .orElseThrow();
            cluster.template(leader).append("log", 0, SOON);
            cluster.stop(away);
            AtomicInteger appended = new AtomicInteger(1);
            await().atMost(TestCluster.PATIENCE).until(() -> {
                cluster.template(leader).append("log", appended.getAndIncrement(), SOON);
                return circuit(cluster, leader, away).getState() == State.OPEN;
            });

            cluster.stop(other);
            cluster.start(away);

            assertThat(cluster.template(leader).append("log", appended.get(), SOON).index()).isEqualTo(appended.get());
            assertThat(cluster.template(away).append("log", appended.get() + 1, SOON).index()).isEqualTo(appended.get() + 1);
            await().atMost(Duration.ofSeconds(10)).until(() -> cluster.template(away)
                    .size("log", SOON.withConsistency(Consistency.LOCAL)) == appended.get() + 2);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                cluster.template(leader).append("more", 1, SOON);
                return circuit(cluster, leader, away).getState() == State.CLOSED;
            });
        }
    }

    private static CircuitBreaker circuit(TestCluster cluster, String from, String to) {
        return cluster.context(from).getBean(CircuitBreakerRegistry.class).find("paxos-peer-" + to).orElseThrow();
    }
}
