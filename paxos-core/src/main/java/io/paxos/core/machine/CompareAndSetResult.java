package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds after a compare-and-set.
 *
 * @param key the key
 * @param updated whether the new value was written
 * @param value what the key holds: the new value, or the one that was not the expected one; null if it is absent
 * @param version how many successful writes the key has seen; 0 if it is absent
 */
public record CompareAndSetResult(String key, boolean updated, @Nullable Bytes value, long version)
        implements OperationResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.compareAndSet(this);
    }

    @Override
    public int sizeInBytes() {
        return 18 + key.length() + (value == null ? 0 : value.size());
    }
}
