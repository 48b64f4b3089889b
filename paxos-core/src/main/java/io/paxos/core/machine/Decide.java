package io.paxos.core.machine;

import io.paxos.core.log.Bytes;

/**
 * Gives a name its value, unless it has one.
 *
 * @param name what is decided
 * @param value the proposed value
 */
public record Decide(String name, Bytes value) implements Operation {

    /**
     * @throws IllegalArgumentException if the name has another form than {@link Names} says
     */
    public Decide {
        Names.requireValid(name);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decide(this);
    }
}
