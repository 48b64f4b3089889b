package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds.
 *
 * @param key the key
 * @param value its value; null if it is absent
 * @param version how many successful writes it has seen; 0 if it is absent
 */
public record MapValue(String key, @Nullable Bytes value, long version) implements QueryResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.mapValue(this);
    }
}
