package io.paxos.core.acceptor;

import io.paxos.core.ballot.Ballot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The votes whose write has not ended yet. An {@code Accept} that comes again is acknowledged at once when its vote is
 * durable, and otherwise only when the write ends (PITFALLS 92).
 */
final class UnwrittenVotes {

    private record Unwritten(long writeId, Ballot ballot, long firstSlot, long lastSlot) {
    }

    private final Deque<Unwritten> ranges = new ArrayDeque<>();

    void add(long writeId, Ballot ballot, long firstSlot, long lastSlot) {
        ranges.addLast(new Unwritten(writeId, ballot, firstSlot, lastSlot));
    }

    void written(long writeId) {
        while (!ranges.isEmpty() && ranges.getFirst().writeId() <= writeId) {
            ranges.removeFirst();
        }
    }

    boolean touches(Ballot ballot, long firstSlot, long lastSlot) {
        Iterator<Unwritten> each = ranges.iterator();
        while (each.hasNext()) {
            Unwritten range = each.next();
            if (range.ballot().equals(ballot) && range.firstSlot() <= lastSlot && firstSlot <= range.lastSlot()) {
                return true;
            }
        }
        return false;
    }
}
