package io.paxos.core.machine;

/**
 * Asks for consecutive values of a log.
 *
 * @param log name of the log
 * @param from index of the first value, from 0; beyond the end of the log there is just nothing
 * @param limit most values, at least 1; how many are sensible is for the caller to know
 */
public record LogRange(String log, long from, int limit) implements Query {

    /**
     * @throws IllegalArgumentException if the name has another form than {@link Names} says, or a number is out of
     *     range
     */
    public LogRange {
        Names.requireValid(log);
        if (from < 0 || limit < 1) {
            throw new IllegalArgumentException("no range of a log: from " + from + ", limit " + limit);
        }
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.logRange(this);
    }
}
