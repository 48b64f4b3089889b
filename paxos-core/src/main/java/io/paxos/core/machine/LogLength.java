package io.paxos.core.machine;

/**
 * How many values a log has.
 *
 * @param log name of the log
 * @param size number of values, which is the index of the next one; 0 for an unknown log
 */
public record LogLength(String log, long size) implements QueryResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.logLength(this);
    }
}
