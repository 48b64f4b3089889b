package io.paxos.core.driver;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets threads through while it is open, and holds them while it is shut. It begins open. */
final class Turnstile {

    private final AtomicInteger held = new AtomicInteger();
    private volatile CountDownLatch way = new CountDownLatch(0);

    /** From now on whoever comes is held. */
    void shut() {
        way = new CountDownLatch(1);
    }

    /** Whoever is held goes on, and so does whoever comes. */
    void open() {
        way.countDown();
    }

    /**
     * Goes through, when it is open.
     *
     * @throws IllegalStateException if the thread was interrupted here
     */
    void pass() {
        held.incrementAndGet();
        try {
            way.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted: " + Thread.currentThread(), e);
        } finally {
            held.decrementAndGet();
        }
    }

    /** Waits until somebody is held. */
    void awaitHeld() {
        Await.until("somebody is held", () -> held.get() > 0 && way.getCount() > 0);
    }
}
