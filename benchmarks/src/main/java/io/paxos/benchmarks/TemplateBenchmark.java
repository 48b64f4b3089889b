package io.paxos.benchmarks;

import io.paxos.benchmarks.Cluster.Leader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The load of callers inside the leader, through the template. */
final class TemplateBenchmark {

    /** How often a row is measured at most, until the leader stays the same. */
    static final int ATTEMPTS = 3;

    private static final Duration AT_ONCE = Duration.ZERO;

    private final BenchmarkOptions options;
    private final Cluster cluster;

    private TemplateBenchmark(BenchmarkOptions options, Cluster cluster) {
        this.options = options;
        this.cluster = cluster;
    }

    /**
     * Measures all rows on a new cluster.
     *
     * @param dir existing directory for stores and logs
     * @param table gets the rows
     * @return whether all operations of all rows ended well
     */
    static boolean run(BenchmarkOptions options, Path dir, Table table) throws IOException, InterruptedException {
        List<String> program = new ArrayList<>(Cluster.thisProgram());
        program.add(Benchmarks.NODE);
        try (Cluster cluster = Cluster.start(options.nodes(), dir, options.jvm(), program, true, TemplateBenchmark::leads)) {
            for (NodeProcess node : cluster.nodes()) {
                node.answer(AT_ONCE);
            }
            TemplateBenchmark benchmark = new TemplateBenchmark(options, cluster);
            benchmark.load(cluster.awaitLeader(), Collections.max(options.callers()), options.warmUp());
            boolean good = true;
            for (int callers : options.callers()) {
                good &= benchmark.row(callers, table);
            }
            return good;
        }
    }

    static Table table() {
        return new Table("callers", "operations/s", "p50 ms", "p99 ms", "max ms", "errors", "CPU-s/1,000", "cores busy",
                "entries/write", "syncs/1,000 (leader first)", "");
    }

    private boolean row(int callers, Table table) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            Leader leader = cluster.awaitLeader();
            load(leader, callers, options.settling());
            Map<NodeProcess, NodeState> before = states();
            Duration cpuBefore = cluster.cpu();
            LoadResult load = load(leader, callers, options.seconds());
            double cpu = cluster.cpu().minus(cpuBefore).toNanos() / 1e9;
            Map<NodeProcess, NodeState> after = states();
            boolean same = leader.equals(cluster.awaitLeader());
            if (!same && attempt < ATTEMPTS) {
                continue;
            }
            String syncs = cluster.startingWith(leader.node()).stream().map(node -> change(node, before, after))
                    .map(state -> Table.number(load.perThousand((double) state.writes()), 1)).collect(Collectors.joining(" / "));
            NodeState written = change(leader.node(), before, after);
            table.row(callers, Table.number(load.perSecond(), 0), Table.millis(load.p50()), Table.millis(load.p99()),
                    Table.millis(load.max()), load.errorsInWords(), Table.number(load.perThousand(cpu), 3),
                    Table.number(cpu * 1e9 / load.nanos(), 2),
                    Table.number((double) written.votes() / Math.max(1, written.withVotes()), 1), syncs,
                    same ? "" : "the leader changed");
            return load.isGood();
        }
    }

    private static NodeState change(NodeProcess node, Map<NodeProcess, NodeState> before, Map<NodeProcess, NodeState> after) {
        return Objects.requireNonNull(after.get(node)).since(Objects.requireNonNull(before.get(node)));
    }

    private LoadResult load(Leader leader, int callers, int seconds) throws InterruptedException {
        return LoadResult.parse(leader.node().ask(Node.LOAD + " " + callers + " " + seconds + " " + options.valueBytes(),
                Duration.ofSeconds(seconds)));
    }

    private Map<NodeProcess, NodeState> states() throws InterruptedException {
        Map<NodeProcess, NodeState> states = new LinkedHashMap<>();
        for (NodeProcess node : cluster.nodes()) {
            states.put(node, stateOf(node));
        }
        return states;
    }

    private static String leads(NodeProcess node) throws InterruptedException {
        return stateOf(node).leads();
    }

    private static NodeState stateOf(NodeProcess node) throws InterruptedException {
        return NodeState.parse(node.ask(Node.STATE, AT_ONCE));
    }
}
