package io.paxos.spring.web;

import io.paxos.core.message.Envelope;
import io.paxos.core.message.Heartbeat;
import io.paxos.spring.codec.BatchForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits to be sent to one peer in one lane. While as many exchanges are under way as may be, messages gather here and leave
 * together with the next one. Safe for use by many threads.
 */
final class PeerLane {

    private record Waiting(Envelope message, long bytes) {
    }

    private final PeerExchanges exchanges;
    private final PeerThreads threads;
    private final int inFlight;
    private final int bodyTarget;
    private final long queueLimit;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int underWay;

    PeerLane(PeerExchanges exchanges, PeerThreads threads, int inFlight, int bodyTarget, long queueLimit) {
        this.exchanges = exchanges;
        this.threads = threads;
        this.inFlight = inFlight;
        this.bodyTarget = bodyTarget;
        this.queueLimit = queueLimit;
    }

    /** Takes messages to be sent soon, in this order; what does not fit is lost. */
    void offer(List<Envelope> messages) {
        boolean begins;
        synchronized (this) {
            messages.forEach(this::add);
            begins = mayBegin();
        }
        if (begins) {
            begin();
        }
    }

    /** Begins an exchange that is counted; without a thread it is none, and what waits goes with a later one. */
    private void begin() {
        if (!threads.execute(this::work)) {
            synchronized (this) {
                underWay--;
            }
        }
    }

    private void add(Envelope message) {
        if (message.message() instanceof Heartbeat) {
            // the newer one says all that the older one would have said
            waiting.removeIf(older -> {
                boolean outdated = older.message().message() instanceof Heartbeat;
                waitingBytes -= outdated ? older.bytes() : 0;
                return outdated;
            });
        }
        long bytes = BatchForm.sizeOf(message);
        if (waitingBytes + bytes <= queueLimit) {
            waiting.addLast(new Waiting(message, bytes));
            waitingBytes += bytes;
        }
    }

    /** Whether one more exchange is to begin; it is then counted as under way. */
    private boolean mayBegin() {
        if (waiting.isEmpty() || underWay >= inFlight) {
            return false;
        }
        underWay++;
        return true;
    }

    private void work() {
        try {
            for (List<Envelope> batch = next(); !batch.isEmpty(); batch = next()) {
                exchanges.exchange(batch);
            }
        } catch (Throwable e) {
            // against the contract, or an Error: the lane must not be one exchange poorer for ever
            synchronized (this) {
                underWay--;
            }
            throw e;
        }
    }

    /** The messages of the next exchange; if there are none, one exchange fewer is under way. */
    private List<Envelope> next() {
        List<Envelope> batch = new ArrayList<>();
        boolean begins;
        synchronized (this) {
            long bytes = 0;
            while (!waiting.isEmpty() && (batch.isEmpty() || bytes + waiting.getFirst().bytes() <= bodyTarget)) {
                Waiting first = waiting.removeFirst();
                waitingBytes -= first.bytes();
                bytes += first.bytes();
                batch.add(first.message());
            }
            if (batch.isEmpty()) {
                underWay--;
            }
            begins = mayBegin();
        }
        if (begins) {
            begin();
        }
        return batch;
    }
}
