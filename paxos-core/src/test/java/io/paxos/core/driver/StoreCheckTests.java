package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.port.StoreException;
import io.paxos.core.replica.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store is looked after by its node also while nothing is written. */
class StoreCheckTests {

    private static final Duration LONG = Duration.ofSeconds(Await.SECONDS);

    private final TestNodes nodes = new TestNodes();
    private final MemoryStore store = new MemoryStore();
    private final StoreThread thread = new StoreThread(NodeId.of("self"), store);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        nodes.close();
        store.release();
        if (thread.isAlive()) {
            assertThat(thread.close(LONG)).isTrue();
        }
        assertThat(store.faults()).isEmpty();
    }

    static Stream<Throwable> failuresOfChecking() {
        return Stream.of(new StoreException("somebody else has it", null), new IOException("somebody else has it"),
                new StackOverflowError("somebody else has it"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfChecking")
    @Tag("P11")
    void a_node_that_cannot_be_sure_of_its_store_is_fenced_without_a_write(Throwable failure) {
        TestNode node = nodes.single().startServing();
        Await.until("the store is found in order", () -> node.store().checks() > 0);
        assertThat(node.status().fenced()).isNull();
        int writes = node.store().countOf("persist");
        node.store().failChecks(failure);

        assertThat(node.awaitFenced()).contains("somebody else has it");
        assertThat(node.status().role()).isEqualTo("follower");
        ReplicaDriverFaultTests.refusesAsFenced(node);
        assertThat(node.events(Event.Fenced.class)).hasSize(1);
        assertThat(node.store().countOf("persist")).isEqualTo(writes);
    }

    @Test
    void it_is_told_once_and_then_nothing_is_written_nor_looked_after() {
        thread.open();
        thread.watch(told::add);
        store.failChecks(new StoreException("somebody else has it", null));
        Await.until("it is told", () -> !told.isEmpty());
        thread.persist(write(1), ends());

        awaitTwoChecksElsewhere();
        assertThat(told).hasSize(2).allMatch(end -> end.contains("somebody else has it"));
        assertThat(store.checks()).isEqualTo(1);
        assertThat(store.countOf("persist")).isZero();
    }

    @Test
    @Tag("P12")
    void after_a_write_that_has_failed_it_is_not_looked_after() {
        thread.open();
        thread.watch(told::add);
        store.failWrites(new StoreException("disk full", null));
        thread.persist(write(1), ends());
        Await.until("it is told", () -> !told.isEmpty());
        int checks = store.checks();

        awaitTwoChecksElsewhere();
        assertThat(store.checks()).isEqualTo(checks);
        assertThat(told).hasSize(1);
    }

    @Test
    void a_store_that_is_always_busy_is_looked_after_as_well() {
        thread.open();
        thread.watch(told::add);
        for (long id = 1; store.checks() < 2; id++) {
            int before = told.size();
            thread.persist(write(id), ends());
            Await.until("it is written", () -> told.size() > before);
        }
        assertThat(told).allMatch(end -> end.startsWith("written"));
    }

    @Test
    void a_failure_that_cannot_be_told_is_seen() {
        thread.open();
        thread.watch(reason -> {
            throw new OutOfMemoryError("simulated");
        });
        store.failChecks(new StoreException("somebody else has it", null));
        Await.until("it is broken", thread::isBroken);
    }

    /** Time passes, as seen by another store. */
    private void awaitTwoChecksElsewhere() {
        TestNode other = nodes.single().startServing();
        Await.until("another store was looked after twice", () -> other.store().checks() >= 2);
    }

    private StoreThread.Completion ends() {
        return new StoreThread.Completion() {
            @Override
            public void written(AcceptorWrite write, Duration took) {
                told.add("written " + write.id());
            }

            @Override
            public void failed(String reason) {
                told.add("failed: " + reason);
            }
        };
    }

    private static AcceptorWrite write(long id) {
        return new AcceptorWrite(id, Meta.INITIAL, List.of(), List.of());
    }
}
