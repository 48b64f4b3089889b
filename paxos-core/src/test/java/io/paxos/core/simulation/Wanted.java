package io.paxos.core.simulation;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * Which seeds are to be run.
 *
 * @param first {@code -Dpaxos.simulation.first}
 * @param seeds how many, {@code -Dpaxos.simulation.seeds}
 * @param duration for how long, {@code -Dpaxos.simulation.duration} as in {@code PT8H}; zero for no limit
 * @param trace {@code -Dpaxos.simulation.trace}: whether each run writes what happens to a file in {@code target}
 */
record Wanted(long first, long seeds, Duration duration, boolean trace) {

    private static final String PREFIX = "paxos.simulation.";
    private static final long USUAL_SEEDS = 2_000;

    /**
     * As the properties say.
     *
     * @throws IllegalArgumentException if a value is none; the message says which, and what it should be
     */
    static Wanted read() {
        String duration = System.getProperty(PREFIX + "duration", "PT0S");
        try {
            Duration wanted = Duration.parse(duration);
            long seeds = number("seeds", wanted.isZero() ? USUAL_SEEDS : Long.MAX_VALUE);
            if (seeds < 1) {
                throw new IllegalArgumentException("-D" + PREFIX + "seeds=" + seeds + ": at least 1");
            }
            return new Wanted(number("first", 1), seeds, wanted, Boolean.getBoolean(PREFIX + "trace"));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("-D" + PREFIX + "duration=" + duration + " is no duration as PT30M or PT8H", e);
        }
    }

    /** Whether the next is to be run, so long after the beginning. */
    boolean goesOn(long seed, long nanos) {
        return seed - first < seeds && (duration.isZero() || nanos < duration.toNanos());
    }

    /** How to run a seed again. */
    static String replay(long seed) {
        return "the same run again, with each event in a file:\n  mvn -B -ntp verify -pl paxos-core -Dstyle.skip "
                + "-Dtest='SimulationTests#keeps*' -D" + PREFIX + "first=" + seed + " -D" + PREFIX + "seeds=1 -D" + PREFIX
                + "trace=true";
    }

    private static long number(String name, long otherwise) {
        String text = System.getProperty(PREFIX + name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + PREFIX + name + "=" + text + " is no whole number", e);
        }
    }
}
