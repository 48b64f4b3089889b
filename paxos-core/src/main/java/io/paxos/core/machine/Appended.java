package io.paxos.core.machine;

/**
 * A value stands in a log.
 *
 * @param log name of the log
 * @param index its position within that log, from 0
 * @param slot slot of the command
 */
public record Appended(String log, long index, long slot) implements OperationResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.appended(this);
    }

    @Override
    public int sizeInBytes() {
        return 20 + log.length();
    }
}
