package io.paxos.core.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of one run, from its seed. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    }

    /** From 0 to one below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0 to one below the bound. */
    long below(long bound) {
        return random.nextLong(bound);
    }

    /** Any number at all. */
    long any() {
        return random.nextLong();
    }

    /** True so many times of a hundred. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** True so many times of a thousand. */
    boolean permille(int chance) {
        return random.nextInt(1_000) < chance;
    }

    /** One of these; there is at least one. */
    <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
