package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What was decided.
 *
 * @param name the name
 * @param value its value; null if it is not decided
 * @param slot slot of the command that decided; 0 if it is not decided
 */
public record DecisionResult(String name, @Nullable Bytes value, long slot) implements QueryResult {

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decision(this);
    }
}
