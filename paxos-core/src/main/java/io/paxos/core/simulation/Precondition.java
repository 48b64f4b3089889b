package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a call says of its object at the moment at which the call takes effect. The object is the list of
 * all values that were ever written to it; the length of that list is its version.
 *
 * @param atLeast lowest version
 * @param atMost highest version; below {@code atLeast} for an answer that no state can give
 * @param seenFrom which write wrote the first of {@code seen}, from 1
 * @param seen values that consecutive writes wrote
 * @param compares whether the last value must be {@code expected}
 * @param expected the last value, if it is compared; null: nothing was written yet
 */
record Precondition(long atLeast, long atMost, long seenFrom, List<Bytes> seen, boolean compares,
        @Nullable Bytes expected) {

    /** True at any moment. */
    static final Precondition NONE = between(0, Long.MAX_VALUE);

    /** Never true. */
    static final Precondition NEVER = between(1, 0);

    /** True at one version. */
    static Precondition at(long version) {
        return between(version, version);
    }

    /** True from one version to another. */
    static Precondition between(long atLeast, long atMost) {
        return new Precondition(atLeast, atMost, 1, List.of(), false, null);
    }

    /** True if the last value is this one; null: as long as nothing was written. */
    static Precondition holding(@Nullable Bytes expected) {
        return new Precondition(0, Long.MAX_VALUE, 1, List.of(), true, expected);
    }

    /** The same, and the writes from {@code from} on, counted from 1, have written these values. */
    Precondition seeing(long from, List<Bytes> values) {
        return from < 1 ? NEVER : new Precondition(atLeast, atMost, from, values, compares, expected);
    }

    /** Whether it holds after these writes. */
    boolean holds(List<Bytes> written) {
        int version = written.size();
        if (version < atLeast || version > atMost) {
            return false;
        }
        if (!seen.isEmpty()) {
            if (seenFrom - 1 + seen.size() > version) {
                return false;
            }
            int from = (int) seenFrom - 1;
            if (!written.subList(from, from + seen.size()).equals(seen)) {
                return false;
            }
        }
        return !compares || Objects.equals(version == 0 ? null : written.get(version - 1), expected);
    }

    /** The highest version of which it says anything. */
    long highest() {
        return Math.max(atLeast, seen.isEmpty() ? 0 : seenFrom - 1 + seen.size());
    }
}
