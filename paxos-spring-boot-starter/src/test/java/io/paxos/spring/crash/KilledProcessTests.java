package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed under load, over and over, has all that it has acknowledged when it comes back. More rounds by
 * {@code -Dpaxos.crash.rounds=...}; the same times and sizes again by {@code -Dpaxos.crash.seed=...}.
 */
class KilledProcessTests {

    private static final int ROUNDS = Integer.getInteger("paxos.crash.rounds", 10);

    /** Most of a round is the start of a process, so that several cost little more time than one. */
    private static final int STORES_AT_ONCE = 2;

    private final long seed = Long.getLong("paxos.crash.seed", ThreadLocalRandom.current().nextLong());

    @TempDir
    Path dir;

    @Test
    @Tag("P02")
    @Tag("P14")
    void what_was_acknowledged_is_there_after_each_kill() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Callable<Integer>> stores = new ArrayList<>();
        for (int i = 0; i < STORES_AT_ONCE; i++) {
            KillRounds killing = new KillRounds(Files.createDirectory(dir.resolve("store-" + i)), random.split());
            int rounds = (ROUNDS + i) / STORES_AT_ONCE;
            stores.add(() -> killing.run(rounds));
        }
        int acknowledged = 0;
        ExecutorService executor = Executors.newFixedThreadPool(STORES_AT_ONCE);
        try {
            for (Future<Integer> store : executor.invokeAll(stores)) {
                acknowledged += store.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("with seed " + seed, e.getCause());
        } finally {
            executor.shutdown();
        }
        // a node that acknowledges nothing loses nothing
        assertThat(acknowledged).as("acknowledged in %d rounds of seed %d", ROUNDS, seed).isGreaterThan(10 * ROUNDS);
    }
}
