package io.paxos.spring.security;

import java.util.BitSet;

/**
 * Which counters of one session and lane were seen: each of the highest 1,024 by itself, so that they may come in any order;
 * all below count as seen. Not thread-safe.
 */
final class CounterWindow {

    private static final int SIZE = 1_024;

    /** Counter c stands at c modulo the size. Counters between the highest and a window below are in here, no others. */
    private final BitSet seen = new BitSet(SIZE);
    private long highest;

    /** Takes up a counter; false if it was seen, is too old to tell, or is below 1. */
    boolean take(long counter) {
        if (counter < 1 || highest - counter >= SIZE) {
            return false;
        }
        if (counter > highest) {
            moveTo(counter);
        }
        int at = place(counter);
        boolean isNew = !seen.get(at);
        seen.set(at);
        return isNew;
    }

    private void moveTo(long counter) {
        if (counter - highest >= SIZE) {
            seen.clear();
        } else {
            for (long passed = counter; passed > highest; passed--) {
                seen.clear(place(passed));
            }
        }
        highest = counter;
    }

    private static int place(long counter) {
        return (int) (counter % SIZE);
    }
}
