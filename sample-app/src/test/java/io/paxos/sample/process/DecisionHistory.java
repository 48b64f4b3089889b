package io.paxos.sample.process;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was answered about decisions, each asked for by several clients, each with a value of its own. Safe for use by many
 * threads.
 */
final class DecisionHistory {

    private final Contradictions found;
    private final Map<String, Known> known = new TreeMap<>();
    private final Map<String, String> winners = new TreeMap<>();

    /** A decision, as all who see it must see it. */
    record Known(String value, long slot) {
    }

    /**
     * @param found where contradictions go
     */
    DecisionHistory(Contradictions found) {
        this.found = found;
    }

    /** A client that proposed a value was answered. */
    synchronized void answered(String name, String proposed, String value, long slot, boolean won) {
        seen("the proposer of " + proposed, name, value, slot);
        if (won && !value.equals(proposed)) {
            found.add(name + ": the proposer of " + proposed + " won with " + value);
        }
        if (!won && value.equals(proposed)) {
            found.add(name + ": the proposer of " + proposed + " did not win with it");
        }
        String other = won ? winners.putIfAbsent(name, proposed) : null;
        if (other != null) {
            found.add(name + ": won by the proposers of " + other + " and of " + proposed);
        }
    }

    /**
     * A node has shown a decision.
     *
     * @param from who showed it, for the words
     * @param value null if it was not decided
     */
    synchronized void seen(String from, String name, @Nullable String value, long slot) {
        Known before = known.get(name);
        if (value == null) {
            if (before != null) {
                found.add(from + ": " + name + " was " + before + " and is not decided");
            }
            return;
        }
        Known now = new Known(value, slot);
        if (before != null && !before.equals(now)) {
            found.add(from + ": " + name + " was " + before + " and is " + now);
        }
        known.putIfAbsent(name, now);
    }

    /** All that was ever seen, by name. */
    synchronized Map<String, Known> known() {
        return new TreeMap<>(known);
    }

    /** To be called when all proposers have been answered: each decision has a winner. */
    synchronized void allAnswered() {
        known.keySet().stream().filter(name -> !winners.containsKey(name)).forEach(name -> found.add(name + ": nobody won"));
    }
}
