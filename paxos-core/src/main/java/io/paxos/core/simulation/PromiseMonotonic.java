package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.StorageId;
import java.util.HashMap;
import java.util.Map;

/** On no store does the promise fall, and no vote lies below the promise that was durable before it (rules B2, A2). */
final class PromiseMonotonic implements Invariant {

    private final Map<StorageId, Ballot> promised = new HashMap<>();

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        Ballot before = promised.getOrDefault(storage, Ballot.NONE);
        Ballot after = write.meta().promised();
        if (after.isBelow(before)) {
            throw new InvariantViolation(this, "the promise of " + node + " fell from " + before + " to " + after);
        }
        for (VoteRow row : write.votes()) {
            if (row.ballot().isBelow(before) || row.ballot().isAbove(after)) {
                throw new InvariantViolation(this, node + " voted in " + row.ballot() + " with a promise of " + before
                        + " before and " + after + " after");
            }
        }
        promised.put(storage, after);
    }
}
