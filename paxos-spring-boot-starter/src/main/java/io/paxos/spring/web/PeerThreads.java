package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The threads that talk to peers. There are never more than exchanges under way, which both sides bound, so the pool itself
 * needs no bound and no queue: an exchange never waits for another one's thread.
 */
public final class PeerThreads implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Executor workers;
    private final Runnable closeWorkers;
    private final ScheduledThreadPoolExecutor clock;

    private PeerThreads(NodeId self, Executor workers, Runnable closeWorkers) {
        this.workers = workers;
        this.closeWorkers = closeWorkers;
        clock = new ScheduledThreadPoolExecutor(1, factory(self, "hold", false));
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Threads of the platform, kept for a while when idle. */
    public static PeerThreads ofPlatform(NodeId self) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(), factory(self, "peer", true));
        return new PeerThreads(self, workers, workers::shutdown);
    }

    /**
     * A new virtual thread for each exchange.
     *
     * @throws UnsupportedOperationException before Java 21
     */
    public static PeerThreads ofVirtual(NodeId self) {
        Executor threads = new VirtualThreadTaskExecutor("paxos-" + self + "-peer-");
        return new PeerThreads(self, task -> threads.execute(marked(self, task)), () -> {});
    }

    /** Runs the task soon. False if it never will: this is closed, or the machine has no thread left. */
    boolean execute(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // whoever sends from the thread of the protocol must not be thrown at: to the protocol it is a loss
            return false;
        }
    }

    /**
     * Runs the task, which must be short, after so long. Gives what cancels it.
     *
     * @throws RejectedExecutionException if this is closed
     */
    Runnable schedule(Runnable task, Duration delay) {
        ScheduledFuture<?> scheduled = clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Takes no more tasks. Those that run end by themselves, at the latest with their read time-out. */
    @Override
    public void close() {
        clock.shutdown();
        closeWorkers.run();
    }

    private static ThreadFactory factory(NodeId self, String use, boolean numbered) {
        AtomicLong number = new AtomicLong();
        ThreadFactory plain = Executors.defaultThreadFactory();
        return task -> {
            Thread thread = plain.newThread(marked(self, task));
            thread.setName("paxos-" + self + "-" + use + (numbered ? "-" + number.incrementAndGet() : ""));
            thread.setDaemon(true);
            // not that of the web application in whose request it happens to be started: Tomcat warns of those at each stop
            thread.setContextClassLoader(PeerThreads.class.getClassLoader());
            return thread;
        };
    }

    /** With the node in what is logged meanwhile. */
    private static Runnable marked(NodeId self, Runnable task) {
        return () -> {
            MDC.put("paxos.node", self.value());
            task.run();
        };
    }
}
