package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.spring.lifecycle.ReplicaLifecycle;
import io.paxos.spring.template.AppendReceipt;
import io.paxos.spring.template.LogEntry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A node is stopped while it is used: what its callers and its peers see. */
@Tag("P78")
class GracefulStopTests {

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
    void a_leader_hands_over_and_nobody_waits_for_a_time_out() {
        String first = cluster.awaitLeader();
        Logger log = (Logger) LoggerFactory.getLogger(ReplicaDriver.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try {
            cluster.stop(first);
            cluster.awaitLeader();
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }

        assertThat(List.copyOf(lines.list)).extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("the leader hands over")).noneMatch(line -> line.contains("no leader heard"));
    }

    @Test
    void every_call_is_answered_or_certainly_refused() {
        String leader = cluster.awaitLeader();
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<AppendReceipt>> calls = new ArrayList<>();
        CompletableFuture<Void> stopped = null;
        // as many again after the stop has begun, and until it is over
        while (stopped == null || !stopped.isDone()) {
            if (stopped == null && answered.get() > 200) {
                stopped = CompletableFuture.runAsync(() -> cluster.context(leader).getBean(ReplicaLifecycle.class).stop());
            }
            for (String node : cluster.nodes()) {
                CompletableFuture<AppendReceipt> call = cluster.template(node).appendAsync("stopped", calls.size());
                calls.add(call.whenComplete((receipt, failure) -> answered.incrementAndGet()));
            }
            int most = calls.size() - 30;
            await().atMost(TestCluster.PATIENCE).until(() -> answered.get() >= most);
        }
        stopped.join();
        calls.add(cluster.template(leader).appendAsync("stopped", calls.size()));
        // for the tests that follow, whatever becomes of this one
        cluster.context(leader).getBean(ReplicaLifecycle.class).start();

        TreeMap<Long, Integer> acknowledged = new TreeMap<>();
        TreeSet<Integer> refused = new TreeSet<>();
        for (int i = 0; i < calls.size(); i++) {
            try {
                acknowledged.put(calls.get(i).join().index(), i);
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOfSatisfying(NotExecutedException.class,
                        certain -> assertThat(certain.reason()).isEqualTo(Reason.SHUTTING_DOWN));
                refused.add(i);
            }
        }
        String other = cluster.nodes().stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
        List<Integer> log = new ArrayList<>();
        for (List<LogEntry<Integer>> page = read(other, 0); !page.isEmpty(); page = read(other, log.size())) {
            page.forEach(entry -> log.add(entry.value()));
        }
        assertThat(log).containsExactlyElementsOf(acknowledged.values());
        assertThat(refused).contains(calls.size() - 1).doesNotContainAnyElementsOf(log);
    }

    @Test
    void a_stopped_node_tells_its_peers_so_while_the_web_server_still_runs() {
        String stopped = cluster.follower();
        ReplicaLifecycle lifecycle = cluster.context(stopped).getBean(ReplicaLifecycle.class);
        lifecycle.stop();

        assertThat(cluster.driver(stopped).isRunning()).isFalse();
        assertThat(TestCluster.exchange(HttpRequest.newBuilder(URI.create(cluster.peerUrlOf(stopped) + "/paxos/v1/messages"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("[]"))).statusCode())
                .isEqualTo(503);
        assertThat(cluster.get(stopped, "/actuator/health/readiness").statusCode()).isEqualTo(503);
        assertThat(cluster.get(stopped, "/actuator/health/liveness").statusCode()).isEqualTo(200);
        lifecycle.start();
    }

    /** A thread pool that is shut down now, for instance. */
    @Test
    void whoever_is_interrupted_while_it_stops_stops_all_the_same() throws InterruptedException {
        String node = cluster.awaitLeader();
        ReplicaDriver driver = cluster.driver(node);
        ReplicaLifecycle lifecycle = cluster.context(node).getBean(ReplicaLifecycle.class);
        boolean[] interrupted = new boolean[1];
        Thread stopper = new Thread(() -> {
            Thread.currentThread().interrupt();
            lifecycle.stop();
            interrupted[0] = Thread.interrupted();
        });
        stopper.start();
        stopper.join(TestCluster.PATIENCE.toMillis());

        assertThat(driver.isRunning()).isFalse();
        assertThat(interrupted[0]).isTrue();
        lifecycle.start();
    }

    private static List<LogEntry<Integer>> read(String node, int from) {
        return cluster.template(node).read("stopped", from, 1_000, Integer.class);
    }
}
