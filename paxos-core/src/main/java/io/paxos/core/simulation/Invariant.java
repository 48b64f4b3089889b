package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;

/**
 * A property that must hold after every event. It is told of each event that could break it, and throws an
 * {@link InvariantViolation} in that very event; what can only be seen in the whole run it looks at in the end.
 */
public interface Invariant {

    /** A message leaves its sender. */
    default void onSent(Envelope envelope) {
    }

    /** A write has reached the disk, acknowledged or not. */
    default void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
    }

    /** A process has started from its disk; it applies again from slot 1. */
    default void onStarted(NodeId node) {
    }

    /** A slot was applied. */
    default void onApplied(NodeId node, Applied applied) {
    }

    /** A slot was applied for the first time anywhere; that others get the same is {@link AppliedAlike}. */
    default void onFirstApplied(NodeId node, Applied applied) {
    }

    /** A client has begun a call. */
    default void onInvoked(ClientCall call) {
    }

    /** A call has ended for its client; see {@link ClientCall#ending()}. */
    default void onEnded(ClientCall call) {
    }

    /** The run is over, everything is healed; calls that have not ended never will. */
    default void onFinished() {
    }

    /** How many questions about the run it had to leave open because the answer would have cost too much. */
    default long notDecided() {
        return 0;
    }
}
