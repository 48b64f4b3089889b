package io.paxos.core.machine;

/**
 * Asks what a key of the map holds.
 *
 * @param key the key
 */
public record ValueOf(String key) implements Query {

    /**
     * @throws IllegalArgumentException if the key has another form than {@link Names} says
     */
    public ValueOf {
        Names.requireValid(key);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.valueOf(this);
    }
}
