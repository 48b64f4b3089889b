package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.spring.template.TestCluster.Node;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Templates on nodes that take part in one cluster. */
class ClusterTests {

    @Test
    void a_call_waits_for_the_founding_and_the_first_leader() {
        try (TestCluster cluster = new TestCluster("founding", 3).start()) {
            assertThat(cluster.template().decide("first", "v").won()).isTrue();
        }
    }

    @Test
    @Tag("P90")
    void every_node_answers_alike_also_after_the_leader_has_gone() {
        try (TestCluster cluster = new TestCluster("alike", 3).start()) {
            Node leader = cluster.awaitLeader();
            List<Node> others = cluster.nodes().stream().filter(node -> node != leader).toList();
            ConsensusTemplate one = others.get(0).template();
            ConsensusTemplate other = others.get(1).template();
            CallOptions keyed = CallOptions.DEFAULTS.withIdempotencyKey("k");

            Decision<String> won = one.decide("seat", "alice");
            AppendReceipt receipt = one.append("log", "a", keyed);
            assertThat(won.won()).isTrue();
            assertThat(other.decide("seat", "bob")).isEqualTo(new Decision<>("seat", "alice", won.slot(), false));
            assertThat(leader.template().read("log", 0, 10, String.class)).containsExactly(new LogEntry<>(0, "a"));

            leader.driver().stop();

            assertThat(other.append("log", "a", keyed)).isEqualTo(receipt);
            assertThat(one.append("log", "b").index()).isEqualTo(1);
            assertThat(other.size("log")).isEqualTo(2);
            assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> leader.template().size("log"))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.SHUTTING_DOWN));
        }
    }

    @Test
    void a_node_that_was_never_started_refuses_at_once() {
        try (TestCluster cluster = new TestCluster("idle", 1)) {
            assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> cluster.template().append("log", "v"))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_STARTED))
                    .withMessageContaining("append to log was not executed on idle1");
        }
    }
}
