package io.paxos.spring.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients have sent to one log over all lives of its node, and what they were told; and whether a log that is read later
 * agrees with it. Safe for use by many threads.
 */
final class History {

    private static final int MOST_CHARACTERS = 40;
    private static final int MOST_CONTRADICTIONS = 20;

    private final Set<String> sent = new HashSet<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> known = new ArrayList<>();

    /** A token is about to be sent, for the first and only time. */
    synchronized void sending(String token) {
        if (!sent.add(token)) {
            throw new IllegalArgumentException("sent before: " + token);
        }
    }

    /** An append has ended. */
    synchronized void ended(String token, NodeConnection.Answer answer) {
        if (answer instanceof NodeConnection.Answer.Ok ok) {
            acknowledged.put(token, ok.index());
        } else if (answer instanceof NodeConnection.Answer.Other other) {
            refused.add(shortened(other.line()));
        }
    }

    /** A linearizable read has returned the log from the end of the last one on: from now on all of it must stay. */
    synchronized void readOn(List<String> tokens) {
        known.addAll(tokens);
    }

    /** How much of the log was read so far. */
    synchronized int knownSize() {
        return known.size();
    }

    /** How many tokens were acknowledged so far. */
    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    /** Answers other than an acknowledgement, as they came. */
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * In what a log that was just read, all of it, contradicts what was sent, acknowledged and read before; empty if in nothing,
     * and the first of them if there are many. From now on it counts as read.
     */
    synchronized List<String> contradictions(List<String> log) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            if (i >= log.size() || !log.get(i).equals(known.get(i))) {
                found.add("at " + i + " stood " + shortened(known.get(i)) + " when it was read before, now "
                        + (i < log.size() ? shortened(log.get(i)) : "the log has ended"));
            }
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            String token = log.get(i);
            Integer earlier = places.putIfAbsent(token, i);
            if (earlier != null) {
                found.add(shortened(token) + " stands at " + earlier + " and at " + i);
            }
            if (!sent.contains(token)) {
                found.add(shortened(token) + " stands at " + i + " and was never sent");
            }
        }
        acknowledged.forEach((token, index) -> {
            Integer place = places.get(token);
            if (place == null || place.longValue() != index) {
                found.add(shortened(token) + " was acknowledged at " + index + " and "
                        + (place == null ? "is missing" : "stands at " + place));
            }
        });
        known.clear();
        known.addAll(log);
        return found.subList(0, Math.min(found.size(), MOST_CONTRADICTIONS));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }
}
