package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.port.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one thread that touches the store. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an open that does not return cannot be interrupted
class StoreThreadTests {

    private static final Duration LONG = Duration.ofSeconds(Await.SECONDS);
    private static final NodeId SELF = NodeId.of("self");

    private final MemoryStore store = new MemoryStore();
    private final StoreThread thread = new StoreThread(SELF, store);
    private final Ends ends = new Ends();

    @AfterEach
    void end() {
        store.release();
        if (thread.isAlive()) {
            assertThat(thread.close(LONG)).isTrue();
        }
        assertThat(store.faults()).isEmpty();
    }

    @Test
    void everything_happens_on_one_thread_of_its_own_that_ends_with_the_store() {
        thread.open();
        assertThat(thread.isAlive()).isTrue();
        thread.persist(write(1), ends);
        thread.persist(write(2), ends);
        assertThat(thread.close(LONG)).isTrue();

        assertThat(store.visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "persist", "persist", "close");
        assertThat(store.visits()).extracting(MemoryStore.Visit::thread).containsOnly(ends.thread.get());
        assertThat(ends.thread.get().getName()).isEqualTo("paxos-self-store");
        assertThat(thread.isAlive()).isFalse();
        assertThat(store.nodesOfLogLines()).containsExactly("self");
    }

    @Test
    void a_write_is_told_when_it_is_durable_and_not_before() {
        thread.open();
        store.holdWrites();
        thread.persist(write(1), ends);
        store.writing.awaitHeld();
        assertThat(ends.all).isEmpty();

        store.release();
        Await.until("it is told", () -> ends.all.equals(List.of("written 1")));
        assertThat(store.durable()).containsExactly(write(1));
    }

    @Test
    @Tag("P11")
    @Tag("P12")
    void a_write_that_failed_is_told_and_not_tried_again() {
        for (Throwable failure : List.of(new StoreException("disk full", null), new IOException("disk full"),
                new StackOverflowError("disk full"))) {
            MemoryStore failing = new MemoryStore();
            StoreThread its = new StoreThread(SELF, failing);
            Ends told = new Ends();
            its.open();
            failing.failWrites(failure);
            its.persist(write(1), told);
            Await.until("it is told", () -> !told.all.isEmpty());
            assertThat(told.all).hasSize(1).first().asString().startsWith("failed").contains("disk full");

            assertThat(its.close(LONG)).isTrue();
            assertThat(failing.countOf("persist")).isEqualTo(1);
            assertThat(failing.countOf("close")).isEqualTo(1);
            assertThat(told.all).hasSize(1);
        }
    }

    @Test
    void the_store_is_closed_when_the_write_under_way_has_ended() {
        thread.open();
        store.holdWrites();
        thread.persist(write(1), ends);
        store.writing.awaitHeld();

        assertThat(thread.close(Duration.ofMillis(20))).isFalse();
        assertThat(thread.isAlive()).isTrue();
        assertThat(store.countOf("close")).isZero();

        store.release();
        Await.until("the thread has ended", () -> !thread.isAlive());
        assertThat(store.visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "persist", "close");
        assertThat(ends.all).containsExactly("written 1");
    }

    @Test
    void a_store_that_throws_on_being_closed_is_closed() {
        thread.open();
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        store.visits().get(0).thread().setUncaughtExceptionHandler((its, failure) -> uncaught.add(failure));
        store.failClose(new StackOverflowError("against the contract"));
        assertThat(thread.close(LONG)).isTrue();
        assertThat(thread.isAlive()).isFalse();
        assertThat(uncaught).isEmpty();
    }

    static Stream<Throwable> failuresOfOpening() {
        return Stream.of(new StoreException("another process has it", null), new IllegalArgumentException("damaged"),
                new StackOverflowError("too deep"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOpening")
    void what_the_store_throws_on_being_opened_comes_out_as_it_is_and_the_store_is_closed(Throwable failure) {
        openingFailsWith(failure, failure);
    }

    static Stream<Throwable> failuresThatAFutureTakesForItsOwn() {
        return Stream.of(new CancellationException("a future of the store's own"),
                new CompletionException("a future of the store's own", new IllegalStateException("its cause")));
    }

    @ParameterizedTest
    @MethodSource("failuresThatAFutureTakesForItsOwn")
    void so_does_what_the_store_itself_got_from_a_future(Throwable failure) {
        openingFailsWith(failure, failure);
    }

    @Test
    void a_checked_exception_comes_out_as_a_cause() {
        IOException failure = new IOException("against the contract");
        store.failOpen(failure);
        assertThatThrownBy(thread::open).isInstanceOf(RuntimeException.class).hasCause(failure);
        assertThat(thread.isAlive()).isFalse();
        assertThat(store.isOpen()).isFalse();
    }

    private void openingFailsWith(Throwable failure, Throwable thrown) {
        store.failOpen(failure);
        assertThatThrownBy(thread::open).isSameAs(thrown);
        assertThat(store.visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "close");
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void the_store_finds_classes_where_the_caller_does() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(own);
        try {
            thread.open();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(store.visits().get(0).thread().getContextClassLoader()).isSameAs(own);
    }

    private static AcceptorWrite write(long id) {
        return new AcceptorWrite(id, Meta.INITIAL, List.of(), List.of());
    }

    /** How writes have ended. */
    private static final class Ends implements StoreThread.Completion {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final AtomicReference<Thread> thread = new AtomicReference<>();

        @Override
        public void written(AcceptorWrite write, Duration took) {
            thread.set(Thread.currentThread());
            all.add("written " + write.id());
        }

        @Override
        public void failed(String reason) {
            thread.set(Thread.currentThread());
            all.add("failed: " + reason);
        }
    }
}
