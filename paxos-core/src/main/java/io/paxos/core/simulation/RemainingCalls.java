package io.paxos.core.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The calls that have no place in the order yet, as two linked lists, by beginning and by end. Taking a call out and
 * putting the last one back cost a constant time each (Wing and Gong; Knuth's dancing links).
 */
final class RemainingCalls {

    private final List<HistoryCall> calls;
    private final Links byBeginning;
    private final Links byEnd;
    private final BitSet taken = new BitSet();
    private final List<Integer> order = new ArrayList<>();

    /** All of them; they are named by their index in this list, which is sorted by their beginning. */
    RemainingCalls(List<HistoryCall> calls) {
        this.calls = calls;
        this.byBeginning = new Links(calls.size(), IntStream.range(0, calls.size()).toArray());
        this.byEnd = new Links(calls.size(), IntStream.range(0, calls.size()).filter(i -> !calls.get(i).isOpen()).boxed()
                .sorted(Comparator.comparingLong(i -> calls.get(i).ended())).mapToInt(i -> i).toArray());
    }

    /** The one that began first; {@link #end()} if there is none. */
    int first() {
        return byBeginning.next[end()];
    }

    /** The one that began next after the given one, which may just have been taken. */
    int next(int call) {
        return byBeginning.next[call];
    }

    /** Stands for no call. */
    int end() {
        return calls.size();
    }

    /** The answered call that ended first; {@link #end()} if none is left. What began after its end must come later. */
    int mostUrgent() {
        return byEnd.next[end()];
    }

    /** Takes a call as the next in the order. */
    void take(int call) {
        byBeginning.unlink(call);
        if (!calls.get(call).isOpen()) {
            byEnd.unlink(call);
        }
        taken.set(call);
        order.add(call);
    }

    /** Puts the last taken call back. */
    int putBack() {
        int call = order.remove(order.size() - 1);
        taken.clear(call);
        byBeginning.relink(call);
        if (!calls.get(call).isOpen()) {
            byEnd.relink(call);
        }
        return call;
    }

    /** The order so far. */
    List<Integer> order() {
        return order;
    }

    /** Which calls are in the order; a copy. */
    BitSet taken() {
        return (BitSet) taken.clone();
    }

    /** A ring of numbers; the number after the last call is its beginning and end. */
    private static final class Links {

        private final int[] next;
        private final int[] previous;

        Links(int size, int[] members) {
            next = new int[size + 1];
            previous = new int[size + 1];
            int last = size;
            for (int member : members) {
                next[last] = member;
                previous[member] = last;
                last = member;
            }
            next[last] = size;
            previous[size] = last;
        }

        void unlink(int member) {
            next[previous[member]] = next[member];
            previous[next[member]] = previous[member];
        }

        void relink(int member) {
            next[previous[member]] = member;
            previous[next[member]] = member;
        }
    }
}
