package io.paxos.core.replica;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.VoteRow;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes that were asked for and are not durable yet: how much, and since when (PITFALLS 70, 76). */
final class WritesUnderWay {

    private static final long NO_VOTES = 0;

    private record Waiting(long id, long bytes, long lastSlot, long since) {
    }

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    void add(AcceptorWrite write, long now) {
        long size = write.sizeInBytes();
        long lastSlot = write.votes().stream().mapToLong(VoteRow::lastSlot).max().orElse(NO_VOTES);
        waiting.addLast(new Waiting(write.id(), size, lastSlot, now));
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

    /** Whether votes that the others have made chosen long ago are still not on the own disk. */
    boolean lagsBehind(long chosenUpTo, long now, int ticks) {
        for (Waiting write : waiting) {
            if (write.lastSlot() != NO_VOTES) {
                return write.lastSlot() <= chosenUpTo && now - write.since() > ticks;
            }
        }
        return false;
    }
}
