package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Entry;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.replica.Applied;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value is chosen per slot, for ever, counted over all votes that were ever durable on the store of a member
 * (<em>Paxos Made Simple</em>, 2.1); nothing is applied that is not chosen; and the cluster is founded once (PITFALLS
 * 28).
 */
final class Agreement implements Invariant {

    private record Instance(long slot, Ballot ballot) {
    }

    private final Map<Instance, Set<NodeId>> voters = new HashMap<>();
    private final Map<Long, Entry> chosen = new HashMap<>();
    private @Nullable Membership founders;

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        if (write.meta().binding().founded()) {
            Membership theirs = write.meta().binding().founders();
            if (founders == null) {
                founders = theirs;
            } else if (!founders.equals(theirs)) {
                throw new InvariantViolation(this, "founded twice: " + founders + " and " + theirs);
            }
        }
        for (VoteRow row : write.votes()) {
            count(node, storage, row);
        }
    }

    @Override
    public void onApplied(NodeId node, Applied applied) {
        Entry entry = chosen.get(applied.slot());
        if (!applied.entry().equals(entry)) {
            throw new InvariantViolation(this, node + " applied " + applied.entry() + " in slot " + applied.slot()
                    + ", chosen is " + entry);
        }
    }

    private void count(NodeId node, StorageId storage, VoteRow row) {
        if (founders == null || !founders.isPinned(node, storage)) {
            return; // a vote that does not count
        }
        long slot = row.firstSlot();
        for (Entry entry : row.entries()) {
            Set<NodeId> votedBy = voters.computeIfAbsent(new Instance(slot, row.ballot()), i -> new HashSet<>());
            votedBy.add(node);
            if (founders.isAcceptQuorum(votedBy)) {
                Entry first = chosen.putIfAbsent(slot, entry);
                if (first != null && !first.equals(entry)) {
                    throw new InvariantViolation(this, "slot " + slot + ": first " + first + " was chosen, then " + entry
                            + " in ballot " + row.ballot());
                }
            }
            slot++;
        }
    }
}
