package io.paxos.core.machine;

import io.paxos.core.log.Bytes;

/**
 * Adds a value at the end of a log; a log begins with its first value.
 *
 * @param log name of the log
 * @param value the value
 */
public record Append(String log, Bytes value) implements Operation {

    /**
     * @throws IllegalArgumentException if the name has another form than {@link Names} says
     */
    public Append {
        Names.requireValid(log);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.append(this);
    }
}
