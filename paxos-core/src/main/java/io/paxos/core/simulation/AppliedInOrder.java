package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.replica.Applied;
import java.util.HashMap;
import java.util.Map;

/** Every process applies slots in steps of one, from 1 (rule L6, PITFALLS 35). */
final class AppliedInOrder implements Invariant {

    private final Map<NodeId, Long> last = new HashMap<>();

    @Override
    public void onStarted(NodeId node) {
        last.put(node, 0L);
    }

    @Override
    public void onApplied(NodeId node, Applied applied) {
        long before = last.put(node, applied.slot());
        if (applied.slot() != before + 1) {
            throw new InvariantViolation(this, node + " applied slot " + applied.slot() + " after " + before);
        }
    }
}
