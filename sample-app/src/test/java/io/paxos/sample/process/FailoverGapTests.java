package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.process.Api.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Measures for how long clients of the surviving nodes see no append succeed after the leader was killed. The times are
 * printed, and nothing is asserted about them. More kills by {@code -Dpaxos.failover.kills=20}, on a quiet machine.
 */
@ExtendWith(SharedCluster.class)
class FailoverGapTests {

    private static final int KILLS = Integer.getInteger("paxos.failover.kills", 2);

    /** After the first success at each survivor, so that a second gap counts too. */
    private static final long AFTERMATH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessCluster cluster;

    FailoverGapTests(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void appends_go_on_after_the_leader_was_killed() {
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            gaps.add(TimeUnit.NANOSECONDS.toMillis(gapAfterKill(cluster.awaitLeader())));
            cluster.start();
        }
        List<Long> sorted = gaps.stream().sorted().toList();
        System.out.printf("fail-over: %d kills of the leader; longest time without a successful append at a survivor: "
                + "median %d ms, worst %d ms; all: %s%n", KILLS, sorted.get((KILLS - 1) / 2), sorted.get(KILLS - 1), gaps);
        assertThat(gaps).hasSize(KILLS);
    }

    private long gapAfterKill(String leader) {
        List<Client> clients = cluster.nodesBut(leader).stream().map(node -> new Client(node, cluster.port(node))).toList();
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            clients.forEach(threads::submit);
            awaitSuccessAfter(System.nanoTime(), clients);
            cluster.process(leader).kill();
            long killed = System.nanoTime();
            awaitSuccessAfter(killed, clients);
            awaitSuccessAfter(System.nanoTime() + AFTERMATH_NANOS, clients);
            return clients.stream().mapToLong(client -> client.longestGapEndingAfter(killed)).max().orElseThrow();
        } finally {
            clients.forEach(Client::finish);
            threads.shutdown();
        }
    }

    private static void awaitSuccessAfter(long nanos, List<Client> clients) {
        ProcessCluster.within(NodeProcess.PATIENCE)
                .until(() -> clients.stream().allMatch(client -> client.lastSuccess() - nanos > 0));
    }

    /** Appends to one node, one after the other, and notes when each success ended. */
    private static final class Client implements Runnable {

        private final String node;
        private final int port;
        private final Api api = new Api();
        private final List<Long> successes = new ArrayList<>(List.of(System.nanoTime()));
        private volatile boolean finishing;

        Client(String node, int port) {
            this.node = node;
            this.port = port;
        }

        @Override
        public void run() {
            String unique = node + "-" + System.nanoTime() + "-";
            for (int i = 0; !finishing; i++) {
                if (api.send(port, Write.append("failover", "x", unique + i)).status() == 200) {
                    success(System.nanoTime());
                }
            }
        }

        private synchronized void success(long now) {
            successes.add(now);
        }

        synchronized long lastSuccess() {
            return successes.get(successes.size() - 1);
        }

        /** The longest time between two successes of which the later came after this. */
        synchronized long longestGapEndingAfter(long nanos) {
            long longest = 0;
            for (int i = 1; i < successes.size(); i++) {
                if (successes.get(i) - nanos > 0) {
                    longest = Math.max(longest, successes.get(i) - successes.get(i - 1));
                }
            }
            return longest;
        }

        void finish() {
            finishing = true;
        }
    }
}
