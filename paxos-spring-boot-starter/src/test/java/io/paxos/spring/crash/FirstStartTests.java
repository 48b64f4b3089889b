package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.replica.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed while it starts for the first time, and creates its store, starts when it is started again: nothing
 * was acknowledged, and nobody has to delete anything. More tries by {@code -Dpaxos.crash.tries=...}; the same times again by
 * {@code -Dpaxos.crash.seed=...}.
 */
class FirstStartTests {

    private static final int TRIES = Integer.getInteger("paxos.crash.tries", 20);
    private static final int AT_ONCE = 2;
    private static final long STEP_NANOS = 20_000;

    /**
     * From when on, and for how many milliseconds at most, a process lives on: from the moment before it opens the store, or
     * from that in which one of its files is there with so many bytes. Hardly any kill at a random time comes between two of
     * these.
     */
    private enum Moment {
        OPENING(1_500, "", 0),
        DIRECTORY(30, "lock", 0),
        DATABASE(500, "paxos.mv.db", 0),
        LOGGED(1, "paxos.mv.db.ahead", 1_025),
        WRITTEN(1, "paxos.mv.db", 1),
        IDENTITY(1, "storage-id", 1);

        private final int mostMillis;
        private final String file;
        private final long bytes;

        Moment(int mostMillis, String file, long bytes) {
            this.mostMillis = mostMillis;
            this.file = file;
            this.bytes = bytes;
        }

        /** Whether it has come. */
        boolean isReachedIn(Path storeDir) {
            if (file.isEmpty() || this == IDENTITY && Files.exists(storeDir.resolve("storage-id.new"))) {
                return true;
            }
            try {
                return Files.size(storeDir.resolve(file)) >= bytes;
            } catch (IOException e) {
                return false;
            }
        }
    }

    private final long seed = Long.getLong("paxos.crash.seed", ThreadLocalRandom.current().nextLong());

    @TempDir
    Path dir;

    @Test
    @Tag("P02")
    @Tag("P17")
    void a_node_killed_in_its_first_start_starts_again() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Moment moment = Moment.values()[i % Moment.values().length];
            int millis = random.nextInt(moment.mostMillis + 1);
            String name = "try-" + i;
            tries.add(() -> killAndStartAgain(name, moment, millis));
        }
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Future<String> each : executor.invokeAll(tries)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("with seed " + seed, e.getCause());
        } finally {
            executor.shutdown();
        }
    }

    private String killAndStartAgain(String name, Moment moment, int millis) throws Exception {
        Path dataDir = Files.createDirectory(dir.resolve(name));
        try (ChildNode child = ChildNode.launch(dataDir)) {
            child.awaitStarting();
            await(moment, child, dataDir.resolve(SingleNode.SELF.value()));
            child.killAfter(millis);
        }
        String left = filesIn(dataDir);
        try {
            SingleNode node = new SingleNode(dataDir);
            node.start();
            try {
                CompletableFuture<Outcome> appended = new CompletableFuture<>();
                assertThat(node.read(0)).isEmpty();
                node.append("a", appended::complete);
                assertThat(appended.get()).isInstanceOf(Outcome.Done.class);
                assertThat(node.read(0)).containsExactly("a");
            } finally {
                node.stop();
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + ", killed " + millis + " ms after " + moment + ", which left " + left, e);
        }
        return left;
    }

    private static void await(Moment moment, ChildNode child, Path storeDir) {
        while (!moment.isReachedIn(storeDir) && !child.hasStartedOrEnded()) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        assertThat(moment.isReachedIn(storeDir)).as("%s came to pass in %s", moment, child).isTrue();
    }

    private static String filesIn(Path dataDir) throws IOException {
        try (var files = Files.walk(dataDir)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file.getFileName()).append(" (").append(Files.size(file)).append(" bytes) ");
            }
            return all.isEmpty() ? "no file" : all.toString().strip();
        }
    }
}
