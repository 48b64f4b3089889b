package io.paxos.core.machine;

import io.paxos.core.log.Bytes;

/**
 * What all replicas hold alike. It is a function of the operations applied, in their order, and of nothing else: no
 * clock, randomness, locale, identity or hash order may reach into it (PITFALLS 61). Used by one thread at a time; it
 * neither blocks nor does I/O.
 */
public interface StateMachine {

    /**
     * Carries out the next operation. A refusal that belongs to the meaning of the operation is a result. Anything
     * thrown means that this node cannot know the state any more: it stops applying, for a node that went on would
     * differ from those on which the operation succeeded (PITFALLS 72). Nothing is changed by a call that throws.
     *
     * @param slot slot of the command, above that of every earlier call
     * @param body the encoded operation
     * @throws UndecodableOperationException if the body is none: of an unknown kind or version, cut short, or with
     *     bytes left over; it is never skipped (PITFALLS 73)
     */
    OperationResult apply(long slot, Bytes body);

    /** Answers from the operations applied so far; changes nothing. */
    QueryResult query(Query query);

    /** The same state, which goes its own way from here on. */
    StateMachine copy();
}
