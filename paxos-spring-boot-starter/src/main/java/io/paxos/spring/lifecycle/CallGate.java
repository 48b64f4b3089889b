package io.paxos.spring.lifecycle;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether calls may begin, and how many have begun and not ended. While the node stops, those that have begun go on: they may
 * still attempt again what their leader could not answer. Safe for use by many threads; begins open.
 */
public final class CallGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int inside;
    private boolean shut;

    /** A call begins; false if it must not. One that has begun must {@link #leave}, once. */
    public boolean enter() {
        lock.lock();
        try {
            if (!shut) {
                inside++;
            }
            return !shut;
        } finally {
            lock.unlock();
        }
    }

    /** A call that has begun has ended. */
    public void leave() {
        lock.lock();
        try {
            inside--;
            if (inside == 0) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on calls may begin. */
    void open() {
        lock.lock();
        try {
            shut = false;
        } finally {
            lock.unlock();
        }
    }

    /** From now on no call begins. */
    void shut() {
        lock.lock();
        try {
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all calls that have begun have ended, but not longer than said.
     *
     * @throws InterruptedException if the thread that waits is interrupted
     */
    void awaitEmpty(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (inside > 0 && left > 0) {
                left = empty.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls that have begun and not ended. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }
}
