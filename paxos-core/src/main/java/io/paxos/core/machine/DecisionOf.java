package io.paxos.core.machine;

/**
 * Asks what was decided.
 *
 * @param name the name
 */
public record DecisionOf(String name) implements Query {

    /**
     * @throws IllegalArgumentException if the name has another form than {@link Names} says
     */
    public DecisionOf {
        Names.requireValid(name);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decisionOf(this);
    }
}
