package io.paxos.core.replica;

import io.paxos.core.log.AcceptorWrite;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes that were asked for and are not durable yet: how much, and since when (PITFALLS 70, 76). */
final class WritesUnderWay {

    private record Waiting(long id, long bytes, long since) {
    }

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    void add(AcceptorWrite write, long now) {
        long size = write.sizeInBytes();
        waiting.addLast(new Waiting(write.id(), size, now));
        bytes += size;
    }

    void written(long id) {
        while (!waiting.isEmpty() && waiting.getFirst().id() <= id) {
            bytes -= waiting.removeFirst().bytes();
        }
    }

    long bytes() {
        return bytes;
    }

    /** For how many ticks the oldest one has waited; 0 if there is none. */
    long oldestAge(long now) {
        return waiting.isEmpty() ? 0 : now - waiting.getFirst().since();
    }
}
