package io.paxos.core.machine;

/** A question to the replicated state, which changes nothing and does not pass through the log. */
public sealed interface Query permits DecisionOf, DecisionsOf, LogRange, LogSize, ValueOf {

    /** Calls the method for this kind of query. */
    <R> R dispatch(Cases<R> cases);

    /** One method for each kind of query. */
    interface Cases<R> {
        /** The value of a name; answered by a {@link DecisionResult}. */
        R decisionOf(DecisionOf query);

        /** The values of several names; answered by a {@link DecisionsResult}. */
        R decisionsOf(DecisionsOf query);

        /** A part of a log; answered by a {@link LogPage}. */
        R logRange(LogRange query);

        /** The length of a log; answered by a {@link LogLength}. */
        R logSize(LogSize query);

        /** The value of a key; answered by a {@link MapValue}. */
        R valueOf(ValueOf query);
    }
}
