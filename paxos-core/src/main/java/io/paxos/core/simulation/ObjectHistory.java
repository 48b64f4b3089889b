package io.paxos.core.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All calls of one decision, log or key. A history over many objects is linearizable if and only if that of each object
 * is (Herlihy and Wing 1990; Horn and Kroening 2015), so each is checked alone.
 */
final class ObjectHistory {

    private final String name;
    private final List<HistoryCall> calls = new ArrayList<>();
    private final List<HistoryCall> refused = new ArrayList<>();

    /** An object without calls. */
    ObjectHistory(String name) {
        this.name = name;
    }

    /** Adds a call that was answered, or may have happened. */
    void add(HistoryCall call) {
        calls.add(call);
    }

    /** Adds a call that certainly did not happen, and so counts for nothing; a violation names it if it was seen. */
    void addRefused(HistoryCall call) {
        refused.add(call);
    }

    /** Kind and name of the object. */
    String name() {
        return name;
    }

    /** The calls that happened or may have happened, sorted by their beginning; a copy. */
    List<HistoryCall> calls() {
        List<HistoryCall> sorted = new ArrayList<>(calls);
        sorted.sort(Comparator.comparingLong(HistoryCall::invoked));
        return sorted;
    }

    /** The calls that certainly did not happen. */
    List<HistoryCall> refused() {
        return refused;
    }

    /** Whether there is an order that explains all answers. */
    OrderSearch.Verdict check() {
        return new OrderSearch(calls(), OrderSearch.MOST_WORK).run();
    }
}
