package io.paxos.core.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the thread of the protocol, in the order in which it came. Calls and messages are bounded; what the driver
 * says to itself (a write has ended) is never refused, and there is little of it.
 */
final class Inbox {

    /** Something to be done by the thread of the protocol. */
    @FunctionalInterface
    interface Item {

        /** Does it. */
        void actIn(Turn turn);

        /** It will not be done any more: the inbox was closed before. */
        default void discard() {
        }
    }

    /** Most messages of the control lane that wait: many more than peers send in the time of a turn. */
    static final int URGENT_MESSAGES = 1_000;

    private final DriverOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private List<Item> items = new ArrayList<>();
    private int calls;
    private long callBytes;
    private long messageBytes;
    private int urgentMessages;
    private boolean closed;

    Inbox(DriverOptions options) {
        this.options = options;
    }

    /** Puts in a call; false if it does not fit or the inbox is closed. */
    boolean offerCall(Item item, long bytes) {
        lock.lock();
        try {
            if (closed || calls >= options.callCount() || callBytes + bytes > options.callBytes()) {
                return false;
            }
            calls++;
            callBytes += bytes;
            put(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts in messages; false if they do not fit or the inbox is closed. */
    boolean offerMessages(Item item, long bytes) {
        lock.lock();
        try {
            if (closed || messageBytes + bytes > options.messageBytes()) {
                return false;
            }
            messageBytes += bytes;
            put(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts in small messages of which the larger ones must not take the place, or a node under load would seem dead to its peers;
     * false if they do not fit or the inbox is closed.
     */
    boolean offerUrgentMessages(Item item, int count) {
        lock.lock();
        try {
            if (closed || urgentMessages + count > URGENT_MESSAGES) {
                return false;
            }
            urgentMessages += count;
            put(item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts in what must not be lost. Nothing happens if the inbox is closed, as there is nobody left to tell. */
    void put(Item item) {
        lock.lock();
        try {
            if (!closed) {
                items.add(item);
                if (items.size() == 1) {
                    filled.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all there is; waits for the first item, but not longer than so many nanoseconds. */
    List<Item> takeAll(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (items.isEmpty() && left > 0) {
                left = filled.awaitNanos(left);
            }
            return empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the thread of the protocol cannot be interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is put in any more. Gives what was still in. */
    List<Item> close() {
        lock.lock();
        try {
            closed = true;
            List<Item> all = items;
            items = List.of();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private List<Item> empty() {
        List<Item> all = items;
        items = new ArrayList<>();
        calls = 0;
        callBytes = 0;
        messageBytes = 0;
        urgentMessages = 0;
        return all;
    }
}
