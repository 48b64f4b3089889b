package io.paxos.benchmarks;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param operations how many ended well; the latencies are theirs alone
 * @param nanos from the start of the first to the end of the last, in nanoseconds
 * @param p50 median latency in nanoseconds; 0 if none ended well, as are the others
 * @param p99 latency in nanoseconds that one in a hundred exceeds
 * @param max longest latency in nanoseconds
 * @param errors how many ended otherwise, by kind; a kind has neither a space nor a {@code =}
 */
record LoadResult(long operations, long nanos, long p50, long p99, long max, SortedMap<String, Long> errors) {

    static LoadResult of(Histogram latencies, long nanos, SortedMap<String, Long> errors) {
        return new LoadResult(latencies.getTotalCount(), nanos, latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99), latencies.getMaxValue(), errors);
    }

    /** As one line, for {@link #parse}. */
    String toLine() {
        StringJoiner line = new StringJoiner(" ").add(operations + " " + nanos + " " + p50 + " " + p99 + " " + max);
        errors.forEach((kind, count) -> line.add(kind + "=" + count));
        return line.toString();
    }

    /** What {@link #toLine} wrote. */
    static LoadResult parse(String line) {
        String[] words = line.split(" ");
        long[] numbers = Arrays.stream(words, 0, 5).mapToLong(Long::parseLong).toArray();
        SortedMap<String, Long> errors = new TreeMap<>();
        Arrays.stream(words, 5, words.length).map(word -> word.split("="))
                .forEach(error -> errors.put(error[0], Long.valueOf(error[1])));
        return new LoadResult(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], errors);
    }

    /** Operations that ended well, each second. */
    double perSecond() {
        return operations * 1e9 / nanos;
    }

    /** What comes to 1,000 operations, if this much was used for all of them; 0 if there were none. */
    double perThousand(double used) {
        return operations == 0 ? 0 : used * 1000 / operations;
    }

    /** Whether there were operations, and all ended well. */
    boolean isGood() {
        return operations > 0 && errors.isEmpty();
    }

    /** The errors for a table. */
    String errorsInWords() {
        return errors.isEmpty() ? "none" : errors.toString();
    }
}
