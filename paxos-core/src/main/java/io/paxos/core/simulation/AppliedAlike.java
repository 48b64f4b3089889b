package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.replica.Applied;
import java.util.HashMap;
import java.util.Map;

/** Whoever applies a slot, in whichever life, gets the same entry and the same answer (PITFALLS 61). */
final class AppliedAlike implements Invariant {

    private final Map<Long, Applied> first = new HashMap<>();

    @Override
    public void onApplied(NodeId node, Applied applied) {
        Applied before = first.putIfAbsent(applied.slot(), applied);
        if (before != null && !before.equals(applied)) {
            throw new InvariantViolation(this, node + " applied " + applied + ", the first to apply it " + before);
        }
    }
}
