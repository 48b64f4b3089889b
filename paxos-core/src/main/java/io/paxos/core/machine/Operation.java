package io.paxos.core.machine;

/** A change of the replicated state, as the body of a command says it. */
public sealed interface Operation permits Decide, Append, Put, CompareAndSet {

    /** Calls the method for this kind of operation. */
    <R> R dispatch(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        /** The first writer of a name wins, for ever. */
        R decide(Decide decide);

        /** A value goes to the end of a log. */
        R append(Append append);

        /** A key gets a value. */
        R put(Put put);

        /** A key gets a value if it has the expected one. */
        R compareAndSet(CompareAndSet compareAndSet);
    }
}
