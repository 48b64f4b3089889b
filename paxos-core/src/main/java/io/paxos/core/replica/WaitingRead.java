package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.machine.Query;

/** A linearizable read that waits for its leader's round (rule R1). */
sealed interface WaitingRead {

    /** A read of a caller on this node. */
    record Here(long call, Query query) implements WaitingRead {
    }

    /** Reads of another node, which waits for the index. */
    record Elsewhere(NodeId node, long ask) implements WaitingRead {
    }
}
