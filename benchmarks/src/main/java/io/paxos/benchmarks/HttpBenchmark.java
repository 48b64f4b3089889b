package io.paxos.benchmarks;

import io.paxos.benchmarks.Cluster.Leader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load of callers outside, on the sample application. */
final class HttpBenchmark {

    /** How many callers there are. */
    static final int CALLERS = 64;

    /** What a loaded node is, by its place in the order that begins with the leader. */
    private static final List<String> NAMES = List.of("leader", "follower");

    private static final Pattern SERVING = Pattern.compile("\"serving\":true,\"ballot\":(\\{[^}]*})");

    private final BenchmarkOptions options;
    private final Cluster cluster;
    private final HttpLoad http;

    private HttpBenchmark(BenchmarkOptions options, Cluster cluster, HttpLoad http) {
        this.options = options;
        this.cluster = cluster;
        this.http = http;
    }

    /**
     * Measures all rows on a new cluster of the sample application.
     *
     * @param dir existing directory for stores and logs
     * @param table gets the rows
     * @return whether all operations of all rows ended well
     */
    static boolean run(BenchmarkOptions options, Path dir, Table table) throws IOException, InterruptedException {
        List<String> program = List.of("-jar", options.sample().toString());
        try (HttpLoad http = new HttpLoad(CALLERS);
                Cluster cluster = Cluster.start(options.nodes(), dir, options.jvm(), program, false, node -> leads(http, node))) {
            HttpBenchmark benchmark = new HttpBenchmark(options, cluster, http);
            int places = Math.min(NAMES.size(), options.nodes());
            for (int place = 0; place < places; place++) {
                benchmark.load(benchmark.node(place, cluster.awaitLeader()), options.warmUp());
            }
            boolean good = true;
            for (int place = 0; place < places; place++) {
                good &= benchmark.row(place, table);
            }
            return good;
        }
    }

    static Table table() {
        return new Table("on the", "callers", "operations/s", "p50 ms", "p99 ms", "max ms", "other answers", "CPU-s/1,000: nodes",
                "client", "cores busy", "");
    }

    private NodeProcess node(int place, Leader leader) {
        return cluster.startingWith(leader.node()).get(place);
    }

    private boolean row(int place, Table table) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            Leader leader = cluster.awaitLeader();
            NodeProcess loaded = node(place, leader);
            load(loaded, options.settling());
            Duration nodesBefore = cluster.cpu();
            Duration clientBefore = ownCpu();
            LoadResult load = load(loaded, options.httpSeconds());
            double nodes = cluster.cpu().minus(nodesBefore).toNanos() / 1e9;
            double client = ownCpu().minus(clientBefore).toNanos() / 1e9;
            boolean same = leader.equals(cluster.awaitLeader());
            if (!same && attempt < TemplateBenchmark.ATTEMPTS) {
                continue;
            }
            table.row(NAMES.get(place), CALLERS, Table.number(load.perSecond(), 0), Table.millis(load.p50()),
                    Table.millis(load.p99()), Table.millis(load.max()), load.errorsInWords(),
                    Table.number(load.perThousand(nodes), 3),
                    Table.number(load.perThousand(client), 3), Table.number((nodes + client) * 1e9 / load.nanos(), 2),
                    same ? "" : "the leader changed");
            return load.isGood();
        }
    }

    private LoadResult load(NodeProcess node, int seconds) throws InterruptedException {
        return http.post(URI.create(node.url() + "/api/log/benchmark"), CALLERS, Duration.ofSeconds(seconds),
                "x".repeat(options.valueBytes()));
    }

    private static String leads(HttpLoad http, NodeProcess node) {
        try {
            Matcher report = SERVING.matcher(http.get(URI.create(node.url() + "/actuator/paxos")));
            return report.find() ? report.group(1) : NodeState.NOT_LEADING;
        } catch (IOException e) {
            return NodeState.NOT_LEADING; // it has not started yet
        }
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
