package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Writes a key of the map if it holds the expected value.
 *
 * @param key the key
 * @param expected the value that it must hold; null: it must be absent, which is not the same as holding no bytes
 * @param value its new value
 */
public record CompareAndSet(String key, @Nullable Bytes expected, Bytes value) implements Operation {

    /**
     * @throws IllegalArgumentException if the key has another form than {@link Names} says
     */
    public CompareAndSet {
        Names.requireValid(key);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.compareAndSet(this);
    }
}
