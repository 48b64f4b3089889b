package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.process.Api.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A leader is stopped by SIGSTOP, as by a long pause of its JVM, while the others elect another and go on. */
@ExtendWith(SharedCluster.class)
class PausedLeaderTests {

    private static final int READERS = 16;
    private static final long MOST_SECONDS = 3 * NodeProcess.PATIENCE.toSeconds();

    private final ProcessCluster cluster;

    PausedLeaderTests(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    /** The reads are on their way, over connections that stand, when the leader wakes up: many are its very first work. */
    @Test
    @Tag("P41")
    @Tag("P48")
    void a_read_at_a_leader_that_wakes_up_deposed_is_not_stale() throws InterruptedException {
        String paused = cluster.awaitLeader();
        int port = cluster.port(paused);
        cluster.api().untilAcknowledged(Write.put("paused", "old", "paused-old"), null, () -> port);
        CountDownLatch ready = new CountDownLatch(READERS);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch sending = new CountDownLatch(READERS);
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            all.add(() -> {
                Api api = new Api();
                api.get(port, "/actuator/health/liveness");
                ready.countDown();
                awaitBounded(written);
                sending.countDown();
                Reply read = api.get(port, "/api/map/paused");
                // it may find no leader at first, but it shows nothing old
                assertThat(read.status()).as(read.toString()).isIn(200, 503, 504);
                assertThat(read.status() == 200 ? read.text("value") : "new").as(read.toString()).isEqualTo("new");
                return null;
            });
        }
        all.add(() -> {
            awaitBounded(ready);
            pauseWhileOthersWrite(paused, written, sending);
            return null;
        });
        Proposers.all(all);
    }

    private void pauseWhileOthersWrite(String paused, CountDownLatch written, CountDownLatch sending)
            throws InterruptedException {
        List<String> others = cluster.nodesBut(paused);
        AtomicInteger turn = new AtomicInteger();
        cluster.process(paused).signal("STOP");
        try {
            cluster.api().untilAcknowledged(Write.put("paused", "new", "paused-new"), null,
                    () -> cluster.port(others.get(turn.getAndIncrement() % others.size())));
            written.countDown();
            awaitBounded(sending);
        } finally {
            cluster.process(paused).signal("CONT");
        }
    }

    private static void awaitBounded(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).as("it came so far").isTrue();
    }
}
