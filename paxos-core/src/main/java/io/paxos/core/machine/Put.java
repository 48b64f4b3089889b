package io.paxos.core.machine;

import io.paxos.core.log.Bytes;

/**
 * Writes a key of the map, whatever it holds.
 *
 * @param key the key
 * @param value its new value
 */
public record Put(String key, Bytes value) implements Operation {

    /**
     * @throws IllegalArgumentException if the key has another form than {@link Names} says
     */
    public Put {
        Names.requireValid(key);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.put(this);
    }
}
