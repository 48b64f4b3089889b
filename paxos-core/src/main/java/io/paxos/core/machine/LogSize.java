package io.paxos.core.machine;

/**
 * Asks how many values a log has.
 *
 * @param log name of the log
 */
public record LogSize(String log) implements Query {

    /**
     * @throws IllegalArgumentException if the name has another form than {@link Names} says
     */
    public LogSize {
        Names.requireValid(log);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.logSize(this);
    }
}
