package io.paxos.core.machine;

/**
 * A key was written.
 *
 * @param key the key
 * @param version how many successful writes it has seen, this one included
 */
public record Stored(String key, long version) implements OperationResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.stored(this);
    }

    @Override
    public int sizeInBytes() {
        return 12 + key.length();
    }
}
