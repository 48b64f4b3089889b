package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.OutcomeUnknownException;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.Consistency;
import io.paxos.spring.template.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes stop and start again. Every test begins with all three, and every log is of one test. */
class OutageTests {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    @TempDir
    static Path dataDir;

    private static TestCluster cluster;

    @BeforeAll
    static void prepare() {
        cluster = TestCluster.of(3, dataDir);
    }

    @BeforeEach
    void start_those_that_do_not_run() {
        cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_node_that_was_away_catches_up() {
        String away = cluster.follower();
        append("away", 0, 50);
        cluster.stop(away);
        append("away", 50, 150);
        cluster.start(away);

        await().atMost(TestCluster.PATIENCE).until(() -> local(away, "away").size() == 150);
        assertThat(local(away, "away")).isEqualTo(numbers(150));
        assertThat(cluster.template(away).append("away", 150).index()).isEqualTo(150);
    }

    @Test
    void another_node_takes_over_from_a_leader_that_was_stopped() {
        String first = cluster.awaitLeader();
        append("handed-over", 0, 20);
        cluster.stop(first);

        // at once, with no wait for an election: the template does that
        append("handed-over", 20, 40);
        assertThat(cluster.awaitLeader()).isNotEqualTo(first);

        cluster.start(first);
        await().atMost(TestCluster.PATIENCE).until(() -> local(first, "handed-over").size() == 40);
        assertThat(local(first, "handed-over")).isEqualTo(numbers(40));
    }

    @Test
    void what_was_acknowledged_is_there_when_all_were_stopped_and_started_again() {
        append("kept", 0, 50);
        cluster.template("node1").decide("seat", "alice");
        cluster.template("node2").put("key", "value");
        cluster.nodes().forEach(cluster::stop);
        cluster.start();

        for (String node : cluster.nodes()) {
            assertThat(values(cluster.template(node).read("kept", 0, 1_000, Integer.class))).isEqualTo(numbers(50));
            assertThat(cluster.template(node).decision("seat", String.class).orElseThrow().value()).isEqualTo("alice");
            assertThat(cluster.template(node).get("key", String.class).orElseThrow().version()).isEqualTo(1);
        }
    }

    @Test
    @Tag("TOY-8")
    void without_a_quorum_calls_end_by_their_deadline_and_go_on_when_there_is_one() {
        String left = cluster.awaitLeader();
        append("quorum", 0, 1);
        cluster.template(left).decide("known", "before");
        List<String> gone = cluster.nodes().stream().filter(node -> !node.equals(left)).toList();
        gone.forEach(cluster::stop);
        CallOptions shortly = CallOptions.DEFAULTS.withTimeout(DEADLINE);

        // it may not have noticed yet, and then it is unknown, for good
        long begin = System.nanoTime();
        Throwable first = catchThrowable(() -> cluster.template(left).append("quorum", "in flight", shortly));
        assertThat(first).isInstanceOfAny(NotExecutedException.class, OutcomeUnknownException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ZERO, DEADLINE.plusSeconds(1));

        await().atMost(TestCluster.PATIENCE).until(() -> cluster.status(left).leader() == null);
        begin = System.nanoTime();
        assertThatThrownBy(() -> cluster.template(left).append("quorum", "never", shortly))
                .isInstanceOf(NotExecutedException.class).hasMessageContaining("was not executed on " + left);
        assertThatThrownBy(() -> cluster.template(left).size("quorum", shortly)).isInstanceOf(NotExecutedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(DEADLINE, DEADLINE.multipliedBy(2).plusSeconds(1));
        assertThat(cluster.template(left).decision("known", String.class).orElseThrow().value()).isEqualTo("before");
        assertThat(cluster.template(left).size("quorum", shortly.withConsistency(Consistency.LOCAL))).isEqualTo(1);
        assertThat(cluster.get(left, "/actuator/health/readiness").statusCode()).isEqualTo(503);
        assertThat(cluster.get(left, "/actuator/health").body()).contains("no leader: a quorum of nodes cannot be reached");
        assertThat(cluster.get(left, "/actuator/health/liveness").statusCode()).isEqualTo(200);

        cluster.start(gone.get(0));
        long size = cluster.template(gone.get(0)).append("quorum", "after").index();
        List<String> all = values(cluster.template(left).read("quorum", 1, 10, String.class));
        assertThat(all).doesNotContain("never").endsWith("after").hasSize(Math.toIntExact(size));
        if (first instanceof NotExecutedException) {
            assertThat(all).containsExactly("after");
        }
    }

    @Test
    void a_node_that_was_stopped_in_one_jvm_with_others_leaves_no_thread() {
        String stopped = cluster.follower();
        cluster.stop(stopped);

        await().atMost(TestCluster.PATIENCE).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName).noneMatch(name -> name.startsWith("paxos-" + stopped + "-")));
    }

    private static void append(String log, int from, int to) {
        for (int i = from; i < to; i++) {
            String node = cluster.nodes().get(i % cluster.nodes().size());
            assertThat(cluster.template(node).append(log, i, CallOptions.DEFAULTS.withTimeout(TestCluster.PATIENCE)
                    .withIdempotencyKey(log + "-" + i)).index()).isEqualTo(i);
        }
    }

    private static List<Integer> local(String node, String log) {
        return values(cluster.template(node).read(log, 0, 1_000, Integer.class,
                CallOptions.DEFAULTS.withConsistency(Consistency.LOCAL)));
    }

    private static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static <T> List<T> values(List<LogEntry<T>> entries) {
        return entries.stream().map(LogEntry::value).toList();
    }
}
