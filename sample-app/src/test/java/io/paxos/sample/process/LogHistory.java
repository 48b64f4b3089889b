package io.paxos.sample.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients have sent to one log, each value once, and what they were told; and whether what nodes show agrees with it. Safe
 * for use by many threads.
 */
final class LogHistory {

    private final Contradictions found;
    private final Set<String> sent = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private @Nullable String last;

    /**
     * @param found where contradictions go
     */
    LogHistory(Contradictions found) {
        this.found = found;
    }

    /** A value is about to be sent for the first time. */
    synchronized void sending(String value) {
        if (!sent.add(value)) {
            throw new IllegalArgumentException("sent before: " + value);
        }
    }

    /** Its append was acknowledged. */
    synchronized void acknowledged(String value, long index) {
        acknowledged.put(value, index);
        if (last == null || acknowledged.get(last) < index) {
            last = value;
        }
    }

    /** Its append was refused, certainly not executed, and is not repeated. */
    synchronized void refused(String value) {
        refused.add(value);
    }

    /** How many were acknowledged. */
    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    /** How many were refused. */
    synchronized int refusedCount() {
        return refused.size();
    }

    /** The acknowledged value with the highest index; null if there is none. */
    synchronized @Nullable String last() {
        return last;
    }

    /** The index of an acknowledged value. */
    synchronized long indexOf(String value) {
        return acknowledged.get(value);
    }

    /**
     * A linearizable read, begun after this value was acknowledged, has returned what stands at its index.
     *
     * @param read null if nothing stands there
     */
    void read(String value, @Nullable String read) {
        if (!value.equals(read)) {
            found.add("at " + indexOf(value) + " was acknowledged " + value + ", and a later read saw "
                    + (read == null ? "the end of the log" : read));
        }
    }

    /**
     * Compares a whole log with what is known: all that was acknowledged stands at its index, nothing stands twice, nothing was
     * refused or never sent.
     *
     * @param from who showed it, for the words
     */
    synchronized void wholeLog(String from, List<String> log) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            String value = log.get(i);
            Integer earlier = places.putIfAbsent(value, i);
            if (earlier != null) {
                found.add(from + ": " + value + " stands at " + earlier + " and at " + i);
            }
            if (!sent.contains(value)) {
                found.add(from + ": " + value + " stands at " + i + " and was never sent");
            }
            if (refused.contains(value)) {
                found.add(from + ": " + value + " stands at " + i + " and was said not to be executed");
            }
        }
        acknowledged.forEach((value, index) -> {
            Integer place = places.get(value);
            if (place == null || place.longValue() != index) {
                found.add(from + ": " + value + " was acknowledged at " + index + " and "
                        + (place == null ? "is missing" : "stands at " + place));
            }
        });
    }

    /** Compares a whole log on two nodes. */
    void sameLog(String node, List<String> log, String otherNode, List<String> other) {
        int common = Math.min(log.size(), other.size());
        for (int i = 0; i < common; i++) {
            if (!log.get(i).equals(other.get(i))) {
                found.add("at " + i + " " + node + " has " + log.get(i) + " and " + otherNode + " has " + other.get(i));
                return;
            }
        }
        if (log.size() != other.size()) {
            found.add(node + " has " + log.size() + " values and " + otherNode + " has " + other.size());
        }
    }
}
