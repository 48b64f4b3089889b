package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the answers of a history say, before any search, of the place of its calls in the order of writes: an answered
 * write names its version; a write without an answer whose value was seen at a version is that very write, if no other
 * can have written it there. What is left are mostly writes that nobody has seen, and those are all alike.
 */
final class OrderClues {

    /** The group of the writes that nobody has seen: which of them fills a gap makes no difference. */
    private static final int UNSEEN = 0;

    private record Effect(Precondition needs, Bytes value) {
    }

    private final Set<Long> claimed = new HashSet<>();
    private final Map<Long, Bytes> seen = new HashMap<>();
    private final long[] places;
    private final int[] groups;
    private int lastGroup = UNSEEN;
    private long highest;

    /** Reads all answers of an object. */
    OrderClues(List<HistoryCall> calls) {
        places = new long[calls.size()];
        groups = new int[calls.size()];
        calls.forEach(this::claim);
        Map<Bytes, Long> placeOfValue = placesOfValues(calls);
        Map<Bytes, Integer> writers = new HashMap<>();
        Set<Bytes> compared = new HashSet<>();
        for (HistoryCall call : calls) {
            if (call.isOpen()) {
                writers.merge(call.written(), 1, Integer::sum);
                if (call.needs().expected() != null) {
                    compared.add(call.needs().expected());
                }
            }
        }
        Map<Effect, Integer> groupOf = new HashMap<>();
        for (int i = 0; i < groups.length; i++) {
            HistoryCall call = calls.get(i);
            if (call.isOpen()) {
                Bytes value = call.written();
                Long place = placeOfValue.get(value);
                if (place != null && writers.getOrDefault(value, 0) == 1) {
                    places[i] = place;
                    claimed.add(place);
                } else if (place != null || call.needs().compares() || compared.contains(value)) {
                    groups[i] = groupOf.computeIfAbsent(new Effect(call.needs(), value), e -> ++lastGroup);
                }
            }
        }
    }

    private void claim(HistoryCall call) {
        if (!call.isOpen()) {
            highest = Math.max(highest, call.needs().highest());
            if (call.writes() != null) {
                claimed.add(call.needs().atLeast() + 1);
            }
        }
    }

    /** At which version each value was seen that no answered call can have written there; fills {@link #seen} too. */
    private Map<Bytes, Long> placesOfValues(List<HistoryCall> calls) {
        Map<Bytes, Long> placeOfValue = new HashMap<>();
        long lookedAt = 0; // every version up to here: most pages show again what others have shown
        for (HistoryCall call : calls) {
            List<Bytes> values = call.needs().seen();
            long first = call.needs().seenFrom();
            for (long version = Math.max(first, lookedAt + 1); version < first + values.size(); version++) {
                Bytes value = values.get((int) (version - first));
                if (!claimed.contains(version) && seen.putIfAbsent(version, value) == null) {
                    placeOfValue.putIfAbsent(value, version);
                }
            }
            if (first <= lookedAt + 1) {
                lookedAt = Math.max(lookedAt, first + values.size() - 1);
            }
        }
        return placeOfValue;
    }

    /** Whether an open call may be the write that makes this version, as far as the answers of others say. */
    boolean mayMake(long version, int call, HistoryCall open) {
        if (places[call] != 0) {
            return places[call] == version;
        }
        Bytes there = seen.get(version);
        return version <= highest && !claimed.contains(version) && (there == null || there.equals(open.written()));
    }

    /** Open calls of one group can stand for each other, those in a known place apart. */
    int group(int call) {
        return groups[call];
    }

    /** Whether its place is known. */
    boolean isPlaced(int call) {
        return places[call] != 0;
    }
}
