package io.paxos.core.machine;

import io.paxos.core.log.Bytes;

/**
 * A name has its value.
 *
 * @param name what was decided
 * @param value the value of the first writer, for ever
 * @param slot slot of the command that decided
 * @param won whether it was this very command; false for a later one, even if it proposed the same value
 */
public record Decided(String name, Bytes value, long slot, boolean won) implements OperationResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decided(this);
    }

    @Override
    public int sizeInBytes() {
        return 16 + name.length() + value.size();
    }
}
