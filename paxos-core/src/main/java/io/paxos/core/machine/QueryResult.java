package io.paxos.core.machine;

/** The answer to a query. What is absent has a null value and the number 0; an unknown log is an empty one. */
public sealed interface QueryResult permits DecisionResult, DecisionsResult, LogPage, LogLength, MapValue {

    /** Calls the method for this kind of result. */
    <R> R dispatch(Cases<R> cases);

    /** One method for each kind of result. */
    interface Cases<R> {
        /** To a {@link DecisionOf}. */
        R decision(DecisionResult decision);

        /** To a {@link DecisionsOf}. */
        R decisions(DecisionsResult decisions);

        /** To a {@link LogRange}. */
        R logPage(LogPage page);

        /** To a {@link LogSize}. */
        R logLength(LogLength length);

        /** To a {@link ValueOf}. */
        R mapValue(MapValue value);
    }
}
