package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.machine.Appended;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An interrupt inside H2 closes the database for everybody (error 90098). So no interrupt of a thread that calls a node, nor of
 * the node's own threads, may ever arrive there.
 */
@Tag("P14")
class InterruptTests {

    private static final int CALLERS = 4;
    private static final int APPENDS = 50;
    private static final long STEP_NANOS = 50_000;

    private final Set<Thread> targets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean over;
    private Thread interrupter;

    @TempDir
    Path dataDir;

    private SingleNode node;

    /** Interrupts the targets over and over. */
    @BeforeEach
    void begin() {
        node = new SingleNode(dataDir);
        interrupter = new Thread(() -> {
            while (!over) {
                targets.forEach(Thread::interrupt);
                interrupts.addAndGet(targets.size());
                LockSupport.parkNanos(STEP_NANOS);
            }
        }, "interrupter");
        interrupter.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        over = true;
        interrupter.join();
        node.stop();
    }

    @Test
    void an_interrupted_caller_starts_and_stops_the_node_as_any_other() {
        Thread.currentThread().interrupt();
        node.driver().start();
        assertThat(Thread.interrupted()).as("the interrupt is still the caller's").isTrue();
        node.awaitServing();
        assertThat(append("a")).isZero();

        Thread.currentThread().interrupt();
        node.driver().stop();
        assertThat(Thread.interrupted()).as("the interrupt is still the caller's").isTrue();
        node.start();
        assertThat(node.read(0)).containsExactly("a");
        assertThat(append("b")).isEqualTo(1);
    }

    @Test
    void a_caller_that_is_interrupted_all_the_time_starts_and_stops_the_node_over_and_over() {
        for (int i = 0; i < 3; i++) {
            interrupted(node::start).join();
            assertThat(append("a" + i)).isEqualTo(i);
            interrupted(node::stop).join();
            assertThat(node.driver().isRunning()).isFalse();
        }
        node.start();
        assertThat(node.read(0)).containsExactly("a0", "a1", "a2");
        assertUnharmed();
    }

    @Test
    void callers_that_are_interrupted_all_the_time_get_their_answers() {
        node.start();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        Set<Long> indexes = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < CALLERS; i++) {
            String name = "caller-" + i;
            callers.add(interrupted(() -> {
                for (int j = 0; j < APPENDS; j++) {
                    indexes.add(append(name + "-" + j));
                    node.read(Math.max(0, indexes.size() - 10));
                }
            }));
        }
        callers.forEach(CompletableFuture::join);
        assertThat(indexes).hasSize(CALLERS * APPENDS);
        assertUnharmed();
    }

    @Test
    void the_threads_of_the_node_take_no_notice_of_interrupts() {
        node.start();
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("paxos-" + SingleNode.SELF)).toList();
        assertThat(own).extracting(Thread::getName).contains("paxos-node1-protocol", "paxos-node1-store");
        targets.addAll(own);
        for (int i = 0; i < APPENDS; i++) {
            assertThat(append("a" + i)).isEqualTo(i);
        }
        assertUnharmed();
    }

    private void assertUnharmed() {
        targets.clear();
        assertThat(interrupts.get()).as("interrupts").isPositive();
        ReplicaStatus status = node.driver().status();
        assertThat(status).isNotNull();
        assertThat(status.fenced()).isNull();
        int size = node.read(0).size();
        assertThat(append("last")).isEqualTo(size);
        // and the store is in order when it is opened again
        node.stop();
        node.start();
        assertThat(node.read(0)).hasSize(size + 1).last().isEqualTo("last");
    }

    /** Runs the action on a thread of its own that is interrupted all the time. */
    private CompletableFuture<Void> interrupted(Runnable action) {
        return CompletableFuture.runAsync(() -> {
            targets.add(Thread.currentThread());
            try {
                action.run();
            } finally {
                targets.remove(Thread.currentThread());
            }
        }, body -> new Thread(body, "interrupted").start());
    }

    /** Its index. The wait is one that interrupts end, as a host's may be; it is begun again. */
    private long append(String token) {
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        node.append(token, ended::complete);
        while (true) {
            try {
                Outcome outcome = ended.get(SingleNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(outcome).isInstanceOf(Outcome.Done.class);
                return ((Appended) ((Outcome.Done) outcome).result()).index();
            } catch (InterruptedException e) {
                // again
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("no answer for " + token, e);
            }
        }
    }
}
