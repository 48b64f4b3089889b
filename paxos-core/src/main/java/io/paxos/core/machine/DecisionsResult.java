package io.paxos.core.machine;

import java.util.List;

/**
 * What was decided under several names, at one applied slot.
 *
 * @param decisions one for each name that was asked for, in that order
 */
public record DecisionsResult(List<DecisionResult> decisions) implements QueryResult {

    /** Copies the list. */
    public DecisionsResult {
        decisions = List.copyOf(decisions);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decisions(this);
    }
}
