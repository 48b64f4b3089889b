package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.process.Api.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The runs of the USI course on atomic broadcast (SEEDS), with processes: two clients of 3,000 values each, and learners that
 * must deliver the same sequence, of proposed values only, and of all of them, once each. A learner is a node that is read
 * locally. More or fewer values a client by {@code -Dpaxos.usi.values=...}.
 */
@ExtendWith(SharedCluster.class)
class AtomicBroadcastTests {

    private static final int VALUES = Integer.getInteger("paxos.usi.values", 3_000);

    /** A call ends after 5 seconds by itself; what is beyond is for a slow machine. */
    private static final Duration CALL_BOUND = Duration.ofSeconds(10);

    private final ProcessCluster cluster;
    private final Contradictions contradictions = new Contradictions();
    private final LogHistory history = new LogHistory(contradictions);

    AtomicBroadcastTests(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    /** Both clients at once, each with a node of its own; in the end each learner has all. */
    @Test
    @Tag("USI-1")
    @Tag("USI-11")
    void three_nodes_deliver_all_values_in_one_order() throws InterruptedException {
        long begin = System.nanoTime();
        twoClients("usi-1", List.of("node1", "node2"));
        awaitSize("usi-1", 2 * VALUES, List.of("node1", "node2"));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("USI-11: %d values over HTTP delivered to 2 learners in %.1f s, %.0f a second%n", 2 * VALUES, seconds,
                2 * VALUES / seconds);
        mustBeOneSequence("usi-1", cluster.nodes());
    }

    @Test
    @Tag("USI-2")
    void two_of_three_deliver_all_values_and_the_third_gets_them_later() throws InterruptedException {
        cluster.process("node3").terminate();
        twoClients("usi-2", List.of("node1", "node2"));
        mustBeOneSequence("usi-2", List.of("node1", "node2"));

        cluster.start();
        mustBeOneSequence("usi-2", cluster.nodes());
    }

    /** Two are stopped before the first value of the log: nothing is delivered, and the clients are told why. */
    @Test
    @Tag("USI-3")
    void one_of_three_delivers_nothing_and_says_why() throws InterruptedException {
        cluster.process("node1").terminate();
        cluster.process("node2").terminate();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String value = "usi-3-" + i;
            history.sending(value);
            clients.add(() -> {
                long begin = System.nanoTime();
                Reply reply = cluster.api().send(cluster.port("node3"), Write.append("usi-3", value, value));
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("duration").isLessThan(CALL_BOUND);
                Problems.mustSayThatNothingGoes(reply, "node3");
                if (reply.isRefused()) {
                    history.refused(value);
                }
                return null;
            });
        }
        Proposers.all(clients);
        assertThat(cluster.api().log(cluster.port("node3"), "usi-3", "local")).isEmpty();

        // What was refused never comes; what was unknown may.
        cluster.start();
        history.wholeLog("node3", cluster.api().log(cluster.port("node3"), "usi-3", "linearizable"));
        assertThat(contradictions.found()).isEmpty();
    }

    /** The second client begins when the third learner is on its way. */
    @Test
    @Tag("USI-4")
    void a_late_learner_delivers_the_whole_history_in_the_same_order() throws InterruptedException {
        cluster.process("node3").terminate();
        Proposers proposers = new Proposers("usi-4", history);
        proposers.append("first", VALUES, portsOf(List.of("node1", "node2")));
        cluster.process("node3").start();
        proposers.append("second", VALUES, portsOf(List.of("node1", "node2")));
        cluster.awaitLeader();
        mustBeOneSequence("usi-4", cluster.nodes());
    }

    @Test
    @Tag("USI-6")
    void what_was_delivered_is_there_after_all_were_ended_by_sigterm() throws InterruptedException {
        new Proposers("usi-6", history).append("only", 200, cluster::anyPort);
        mustBeOneSequence("usi-6", cluster.nodes());
        Map<String, Integer> codes = new TreeMap<>();
        cluster.nodes().forEach(node -> codes.put(node, cluster.process(node).terminate()));
        assertThat(codes.values()).as("128 + SIGTERM").containsOnly(143);

        cluster.start();
        mustBeOneSequence("usi-6", cluster.nodes());
    }

    /** The test of python-paxos: each request waits for the one before. */
    @Test
    @Tag("PY-1")
    void twenty_requests_to_one_node_are_the_same_results_in_their_order_at_each_learner() {
        List<String> requests = IntStream.range(0, 20).mapToObj(i -> "py-1-" + i).toList();
        for (String value : requests) {
            history.sending(value);
            Reply reply = cluster.api().untilAcknowledged(Write.append("py-1", value, value), null, () -> cluster.port("node2"));
            history.acknowledged(value, reply.number("index"));
        }
        mustBeOneSequence("py-1", cluster.nodes());
        assertThat(cluster.api().log(cluster.port("node3"), "py-1", "local")).isEqualTo(requests);
    }

    private void twoClients(String log, List<String> nodes) throws InterruptedException {
        Proposers proposers = new Proposers(log, history);
        List<Callable<Void>> clients = new ArrayList<>();
        for (String node : nodes) {
            clients.add(() -> {
                proposers.append("at-" + node, VALUES, portsOf(List.of(node)));
                return null;
            });
        }
        Proposers.all(clients);
    }

    /** The ports of these nodes in turn. */
    private IntSupplier portsOf(List<String> nodes) {
        AtomicInteger turn = new AtomicInteger();
        return () -> cluster.port(nodes.get(turn.getAndIncrement() % nodes.size()));
    }

    private void awaitSize(String log, int size, List<String> learners) {
        for (String learner : learners) {
            ProcessCluster.within(NodeProcess.PATIENCE).until(() -> cluster.api().get(cluster.port(learner),
                    "/api/log/" + log + "?consistency=local&limit=1&from=" + (size - 1)).body()
                    .contains("\"index\":" + (size - 1)));
        }
    }

    /** The three checks of the course, and that nothing is there twice. */
    private void mustBeOneSequence(String log, List<String> learners) {
        int size = history.acknowledgedCount();
        awaitSize(log, size, learners);
        List<String> first = cluster.api().log(cluster.port(learners.get(0)), log, "local");
        assertThat(first).hasSize(size);
        for (String learner : learners) {
            List<String> delivered = cluster.api().log(cluster.port(learner), log, "local");
            history.wholeLog(learner, delivered);
            history.sameLog(learners.get(0), first, learner, delivered);
        }
        assertThat(contradictions.found()).isEmpty();
    }
}
