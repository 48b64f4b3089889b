package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the store, from opening to closing. There is never more than one write waiting: that is kept by
 * the {@link EffectsExecutor}.
 */
final class StoreThread {

    private static final Logger log = LoggerFactory.getLogger(StoreThread.class);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** From one look after the store to the next. */
    private static final long CHECK_NANOS = 1_000_000_000;

    /** Told on the thread of the store how a write has ended. */
    interface Completion {
        void written(AcceptorWrite write, Duration took);

        void failed(String reason);
    }

    private final NodeId self;
    private final AcceptorStore store;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final QuietThread thread;
    private @Nullable Consumer<String> watcher;
    private @Nullable String lost;
    private boolean ended;
    private volatile boolean closed;
    private volatile boolean broken;

    StoreThread(NodeId self, AcceptorStore store) {
        this.self = self;
        this.store = store;
        this.thread = new QuietThread(self, "store", this::run);
    }

    /**
     * Opens the store and waits for it, however long the disk takes, and whoever interrupts the caller.
     *
     * @throws RuntimeException what the store threw; it is closed then
     */
    DurableState open() {
        // the caller's, so that a persistence provider finds its classes
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        CompletableFuture<DurableState> opening = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                opening.complete(store.open());
            } catch (Throwable e) {
                opening.completeExceptionally(e);
            }
        });
        // as a result, because a failure joined comes wrapped, or not, by its type
        Throwable failure = opening.<@Nullable Throwable>handle((state, e) -> e).join();
        if (failure == null) {
            return opening.join();
        }
        tasks.add(this::closeStore);
        thread.awaitEnd(FOR_EVER);
        if (failure instanceof RuntimeException refused) {
            throw refused;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new StoreException("the store of " + self + " cannot be opened", failure);
    }

    /** Begins a write; returns at once. */
    void persist(AcceptorWrite write, Completion completion) {
        tasks.add(() -> {
            if (lost != null) {
                completion.failed(lost);
                return;
            }
            long begun = System.nanoTime();
            try {
                store.persist(write);
            } catch (Throwable e) {
                // PITFALLS 11, 12: whatever it was, the end of the write is unknown; it is not tried again. The protocol is told
                // before anything is logged, which may fail as well, of the same want of memory for instance.
                watcher = null;
                completion.failed(reasonOf(e));
                log.error("{} cannot write to its store and takes no part any more; restart it when the cause is gone", self, e);
                return;
            }
            completion.written(write, Duration.ofNanos(System.nanoTime() - begun));
        });
    }

    /**
     * From now on the store is looked after, with writes and without, until one of the two has failed.
     *
     * @param whenLost told the reason on the thread of the store, once, if it is not certain any more that the store is usable
     *     and this node's alone; nothing is written after that
     */
    void watch(Consumer<String> whenLost) {
        tasks.add(() -> watcher = whenLost);
    }

    private void check(Consumer<String> whenLost) {
        try {
            store.check();
        } catch (Throwable e) {
            // as with a write: told first, and not tried again
            watcher = null;
            lost = reasonOf(e);
            whenLost.accept(lost);
            log.error("{} cannot be sure of its store and takes no part any more; restart it when the cause is gone", self, e);
        }
    }

    /** Whether telling how a write or a look after the store has ended has failed; the protocol looks at every tick. */
    boolean isBroken() {
        return broken;
    }

    private static String reasonOf(Throwable e) {
        try {
            return e instanceof StoreException && e.getMessage() != null ? e.getMessage() : e.toString();
        } catch (Throwable unspeakable) {
            return "the store has failed";
        }
    }

    /** Lets the write under way end, closes the store, and waits for that; whether it has come to pass in time. */
    boolean close(Duration patience) {
        tasks.add(this::closeStore);
        return thread.awaitEnd(patience) && closed;
    }

    /** Whether the store may still be touched. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        long nextCheck = System.nanoTime() + CHECK_NANOS;
        while (!ended) {
            try {
                Runnable task = tasks.poll(nextCheck - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                if (!ended && System.nanoTime() - nextCheck >= 0) {
                    nextCheck = System.nanoTime() + CHECK_NANOS;
                    if (watcher != null) {
                        check(watcher);
                    }
                }
            } catch (Throwable e) {
                // somebody waits for what would have been told
                broken = true;
            }
        }
    }

    private void closeStore() {
        ended = true;
        closed = true;
        try {
            store.close();
        } catch (Throwable e) {
            log.warn("the store of {} was not closed in order; all that was acknowledged is in it", self, e);
        }
    }
}
