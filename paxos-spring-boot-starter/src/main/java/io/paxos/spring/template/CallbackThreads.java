package io.paxos.spring.template;

import io.paxos.core.ballot.NodeId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/**
 * The threads on which futures complete, and with them whatever an application hung on these: at most {@value #COUNT}, made when
 * they are needed, and gone when they have been idle for a while. What waits for them is bounded by who hands it in.
 */
final class CallbackThreads implements AutoCloseable {

    /** Few, as what they do is short; more than one, as the application's part may not be. */
    static final int COUNT = 4;

    private static final int IDLE_SECONDS = 30;

    private final NodeId self;
    private final ClassLoader loader;
    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    /**
     * @param self the node, for the names of the threads
     */
    CallbackThreads(NodeId self) {
        this.self = self;
        // Of whoever sets this up. A thread inherits the one of the thread that happens to need it, which may be one of the JDK's
        // own, and these do not see the classes of an executable jar.
        this.loader = Thread.currentThread().getContextClassLoader();
        // After the end, each of the few that are left gets a thread: a future that never completes would be worse.
        this.pool = new ThreadPoolExecutor(COUNT, COUNT, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                this::newThread, (task, ended) -> newThread(task).start());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Runs the task soon; returns at once. */
    void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (OutOfMemoryError e) {
            // the machine has no thread left: it waits for one that there is, or for the next task that gets one
            pool.getQueue().add(task);
        }
    }

    /** Runs the task after so many milliseconds; returns at once. */
    void executeAfter(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this::execute).execute(task);
    }

    /** Lets the threads end when they have done what waits for them. */
    @Override
    public void close() {
        pool.shutdown();
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(() -> {
            MDC.put("paxos.node", self.value());
            task.run();
        }, "paxos-" + self + "-callback-" + number.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }
}
