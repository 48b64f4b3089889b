package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Entry;
import io.paxos.core.membership.StorageId;
import io.paxos.core.replica.Applied;

/**
 * One value is chosen per slot, for ever; nothing is applied that is not chosen; and the cluster is founded once (PITFALLS
 * 28).
 */
final class Agreement implements Invariant {

    private final ChosenByVotes chosen = new ChosenByVotes();

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        chosen.count(this, node, storage, write);
    }

    @Override
    public void onApplied(NodeId node, Applied applied) {
        Entry entry = chosen.in(applied.slot());
        if (!applied.entry().equals(entry)) {
            throw new InvariantViolation(this, node + " applied " + applied.entry() + " in slot " + applied.slot()
                    + ", chosen is " + entry);
        }
    }
}
