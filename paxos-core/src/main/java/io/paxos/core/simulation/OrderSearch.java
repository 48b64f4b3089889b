package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the calls of one object in which each takes effect between its beginning and its end and gets
 * the answer that it got (Wing and Gong 1993, with the memory of Lowe 2017).
 *
 * <p>What makes it cheap: a call that changes nothing and fits where the search is can always stay there; and where
 * the place of a write is known ({@link OrderClues}), nothing else is tried. So there is a choice only where a write
 * without an answer is a compare-and-set, or wrote what such a one expects, or a value that was seen and that another
 * one without an answer may have written as well; without these, the search never goes back. For each write it then
 * looks once at the calls that may come next: those that overlap, and those without an answer. In all cases it gives up
 * when it has looked at {@link #MOST_WORK} calls, and says so.
 */
final class OrderSearch {

    /** How often a search looks at a call before it gives up. */
    static final long MOST_WORK = 3_000_000;

    /** What the search has found. */
    enum Verdict {
        /** There is such an order. */
        LINEARIZABLE,
        /** There is none. */
        VIOLATED,
        /** The search gave up. */
        NOT_DECIDED
    }

    /** Writes that may come next, and how many calls had a place before. */
    private record Choice(List<Integer> writes, int mark) {
    }

    /**
     * All that decides how the search goes on. Of the values written only the last one does: an earlier one that any
     * answer shows was written by the one call that claims its version, or is the one that was seen there.
     */
    private record Position(BitSet taken, @Nullable Bytes last) {
    }

    private final List<HistoryCall> calls;
    private final long mostWork;
    private final OrderClues clues;
    private final RemainingCalls remaining;
    private final List<Bytes> written = new ArrayList<>();
    private final Deque<Choice> choices = new ArrayDeque<>();
    private final Set<Position> triedFrom = new HashSet<>();
    private final BitSet triedGroups = new BitSet();
    private @Nullable DeadEnd deadEnd;
    private long work;

    /**
     * @param calls sorted by their beginning
     * @param mostWork when to give up
     */
    OrderSearch(List<HistoryCall> calls, long mostWork) {
        this.calls = calls;
        this.mostWork = mostWork;
        this.clues = new OrderClues(calls);
        this.remaining = new RemainingCalls(calls);
    }

    /** Looks for an order; to be called once. */
    Verdict run() {
        List<Integer> writes = takeWhatChangesNothing();
        while (remaining.mostUrgent() != remaining.end()) {
            if (work > mostWork) {
                return Verdict.NOT_DECIDED;
            }
            if (writes.isEmpty()) {
                rememberDeadEnd();
            }
            if (!writes.isEmpty() && (writes.size() == 1 || isNew())) {
                choices.push(new Choice(writes, remaining.order().size()));
            }
            if (!takeNextWrite()) {
                return Verdict.VIOLATED;
            }
            writes = takeWhatChangesNothing();
        }
        return Verdict.LINEARIZABLE;
    }

    /** How often it has looked at a call. */
    long work() {
        return work;
    }

    /** Where the search came farthest, if it came to nothing. */
    @Nullable DeadEnd deadEnd() {
        return deadEnd;
    }

    /** The search was never here before, on another way; only places where it must choose are remembered. */
    private boolean isNew() {
        work += calls.size() / Long.SIZE; // bounds the memory
        return triedFrom.add(new Position(remaining.taken(), written.isEmpty() ? null : written.get(written.size() - 1)));
    }

    /** Gives all calls a place that fit here and change nothing; returns the writes that may come next. */
    private List<Integer> takeWhatChangesNothing() {
        List<Integer> writes = new ArrayList<>(2);
        triedGroups.clear();
        for (int i = remaining.first(); i != remaining.end() && mayComeNext(i); i = remaining.next(i)) {
            work++;
            HistoryCall call = calls.get(i);
            if (call.isOpen() ? mayComeNow(i, call) : call.needs().holds(written)) {
                if (call.writes() == null) {
                    remaining.take(i);
                } else {
                    writes.add(i);
                }
            }
        }
        return writes;
    }

    /** No answered call that has no place yet ended before this one began. */
    private boolean mayComeNext(int call) {
        int urgent = remaining.mostUrgent();
        return urgent != remaining.end() && calls.get(call).invoked() < calls.get(urgent).ended();
    }

    private boolean mayComeNow(int i, HistoryCall open) {
        if (!clues.mayMake(written.size() + 1L, i, open) || !open.needs().holds(written)) {
            return false;
        }
        if (clues.isPlaced(i)) {
            return true;
        }
        boolean alikeTried = triedGroups.get(clues.group(i));
        triedGroups.set(clues.group(i));
        return !alikeTried;
    }

    /** Goes on with the last choice that has something left; false if there is none. */
    private boolean takeNextWrite() {
        while (!choices.isEmpty()) {
            Choice choice = choices.peek();
            while (remaining.order().size() > choice.mark()) {
                if (calls.get(remaining.putBack()).writes() != null) {
                    written.remove(written.size() - 1);
                }
            }
            if (!choice.writes().isEmpty()) {
                int write = choice.writes().remove(0);
                remaining.take(write);
                written.add(calls.get(write).written());
                return true;
            }
            choices.pop();
        }
        return false;
    }

    private void rememberDeadEnd() {
        if (deadEnd == null || remaining.order().size() > deadEnd.order().size()) {
            deadEnd = new DeadEnd(List.copyOf(remaining.order()), List.copyOf(written), remaining.mostUrgent());
        }
    }

    /**
     * A beginning of an order that cannot be continued.
     *
     * @param order the calls in it
     * @param written what they have written
     * @param stuck the call that would have to come next at the latest
     */
    record DeadEnd(List<Integer> order, List<Bytes> written, int stuck) {
    }
}
