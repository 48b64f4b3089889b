package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import java.util.List;

/**
 * Consecutive values of a log.
 *
 * @param log name of the log
 * @param from index of the first value, as asked for
 * @param values as many as were asked for; fewer mean that the log ends there, none that it ends before
 */
public record LogPage(String log, long from, List<Bytes> values) implements QueryResult {

    /** Copies the list. */
    public LogPage {
        values = List.copyOf(values);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.logPage(this);
    }
}
