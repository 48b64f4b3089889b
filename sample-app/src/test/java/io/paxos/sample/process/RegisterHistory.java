package io.paxos.sample.process;

import java.util.Map;
import java.util.TreeMap;

/**
 * Keys of the map, each with one writer that writes 1, 2, 3, ... and waits for each acknowledgement. So a version must equal its
 * value, and a read is exact: it sees at least what was acknowledged or read before it began, and at most what was sent before it
 * ended. Safe for use by many threads.
 */
final class RegisterHistory {

    private final Contradictions found;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> known = new TreeMap<>();

    /**
     * @param found where contradictions go
     */
    RegisterHistory(Contradictions found) {
        this.found = found;
    }

    /** The number that the writer of a key is about to send. */
    synchronized long sending(String key) {
        return sent.merge(key, 1L, Long::sum);
    }

    /** A write was acknowledged. */
    synchronized void acknowledged(String key, long number, String value, long version) {
        if (!value.equals(String.valueOf(number)) || version != number) {
            found.add("the writer of " + key + " wrote " + number + " and was told " + value + " in version " + version);
        }
        known.merge(key, number, Math::max);
    }

    /** The keys that were written. */
    synchronized Map<String, Long> known() {
        return new TreeMap<>(known);
    }

    /** What a read of this key that begins now must see at least. */
    synchronized long floor(String key) {
        return known.getOrDefault(key, 0L);
    }

    /**
     * A read has ended.
     *
     * @param from who answered, for the words
     * @param floor what was known when it began
     * @param value what it saw; "0" in version 0 if the key was absent
     */
    synchronized void read(String from, String key, long floor, String value, long version) {
        long number = Long.parseLong(value);
        if (number < floor) {
            found.add(from + ": a read of " + key + " saw " + number + " when " + floor + " was known before it began");
        }
        if (number > sent.getOrDefault(key, 0L)) {
            found.add(from + ": a read of " + key + " saw " + number + ", which was never sent");
        }
        if (version != number) {
            found.add(from + ": " + key + " has " + number + " in version " + version);
        }
        known.merge(key, number, Math::max);
    }
}
