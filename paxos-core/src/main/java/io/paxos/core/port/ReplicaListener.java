package io.paxos.core.port;

import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.trace.TraceEvent;
import java.time.Duration;

/**
 * Is told what a replica does. Nothing depends on it.
 *
 * <ul>
 * <li>Blocks: never; a listener with work to do hands it to a thread of its own.
 * <li>Throws: should not; an exception is logged and otherwise ignored, an {@link Error} ends the node's part until a restart.
 * <li>Lost or doubled: each slot is told once in a process, in order, from slot 1 on after every start.
 * <li>Thread: the one of the protocol.
 * </ul>
 */
public interface ReplicaListener {

    /** A slot was applied. */
    default void onApplied(Applied slot) {
    }

    /**
     * A write to the store is durable.
     *
     * @param entries votes in it, one for each slot; 0 if it only promised or learnt
     * @param took from its beginning until it was on the disk
     */
    default void onWritten(int entries, Duration took) {
    }

    /** Something worth a line in the log or a count in a meter has happened. */
    default void onEvent(Event event) {
    }

    /** A message of the two phases was taken in, answered, counted or let out; told only by a driver that is to trace. */
    default void onTraced(TraceEvent event) {
    }
}
