package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three nodes under load, of which one is killed every five seconds, and in the end all at once: nothing that was acknowledged is
 * lost, doubled or moved, on any node, and no read is older than a write that was acknowledged before it. Longer by
 * {@code -Dpaxos.kill.seconds=...}; the same draws, though not the same run, by {@code -Dpaxos.kill.seed=...}.
 */
class KilledNodesTests {

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("paxos.kill.seconds", 60));
    private static final int LEAST_KILLS = 10;
    private static final int LEAST_APPENDS = 5_000;

    /** Past so many times the length it is not bad luck any more that a machine is slow. */
    private static final int MOST_LENGTHS = 5;

    private final long seed = Long.getLong("paxos.kill.seed", ThreadLocalRandom.current().nextLong());

    @Test
    @Tag("P02")
    @Tag("P14")
    @Tag("P38")
    @Tag("P49")
    @Tag("P51")
    @Tag("P53")
    @Tag("P93")
    void nothing_acknowledged_is_lost_doubled_moved_or_read_too_late() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        try (ProcessCluster cluster = new ProcessCluster("killed")) {
            KillLoad load = new KillLoad(cluster);
            KillSchedule schedule = new KillSchedule(cluster, random.split());
            try {
                cluster.start();
                load.start(random.split());
                killWhileItRuns(load, schedule);
                schedule.killAll();
                load.finish();
                load.join();
                System.out.println(load + "; " + schedule);
                cluster.awaitLeader();
                cluster.awaitSameApplied();
                load.checkAll();
                assertThat(load.contradictions()).isEmpty();
                assertThat(load.acknowledgedAppends()).isGreaterThanOrEqualTo(LEAST_APPENDS);
                assertThat(schedule.count()).isGreaterThanOrEqualTo(LEAST_KILLS);
                assertThat(schedule.hasKilledEachLeader()).as("each leader was killed").isTrue();
                cluster.mustHaveLoggedNoError();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + seed + ": " + load + "; " + schedule + "; contradictions: "
                        + load.contradictions() + "\n" + cluster.tails(), e);
            } finally {
                load.finish();
            }
        }
    }

    private static void killWhileItRuns(KillLoad load, KillSchedule schedule) throws InterruptedException {
        long begin = System.nanoTime();
        boolean enough;
        long elapsed;
        do {
            schedule.killOne();
            assertThat(load.hasFailed()).as("a client has failed").isFalse();
            elapsed = System.nanoTime() - begin;
            enough = elapsed > LENGTH.toNanos() && schedule.count() >= LEAST_KILLS && schedule.hasKilledEachLeader()
                    && load.acknowledgedAppends() >= LEAST_APPENDS;
        } while (!enough && elapsed < LENGTH.toNanos() * MOST_LENGTHS);
    }
}
