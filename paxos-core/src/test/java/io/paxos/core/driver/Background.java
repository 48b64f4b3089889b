package io.paxos.core.driver;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that a test does on another thread. */
final class Background {

    private final Thread thread;
    private final CompletableFuture<Boolean> interruptedAtEnd = new CompletableFuture<>();

    private Background(Runnable body) {
        this.thread = new Thread(() -> {
            try {
                body.run();
                interruptedAtEnd.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable e) {
                interruptedAtEnd.completeExceptionally(e);
            }
        }, "background");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins it. */
    static Background run(Runnable body) {
        return new Background(body);
    }

    /** Interrupts it where it waits, and waits until it waits again, or has ended. */
    void interrupt() {
        thread.interrupt();
        Set<Thread.State> waiting = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
        Await.until("the interrupt is noticed",
                () -> !thread.isAlive() || !thread.isInterrupted() && waiting.contains(thread.getState()));
    }

    /** Waits until it has ended, and gives whether its thread was left interrupted. */
    boolean join() {
        try {
            return interruptedAtEnd.get(Await.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it does not end", e);
        } catch (ExecutionException e) {
            throw new AssertionError("it failed", e.getCause());
        }
    }
}
