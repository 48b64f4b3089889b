package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Entry;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen, as an observer sees it who knows every disk: counted over all votes that were ever durable on the store
 * of a founder (<em>Paxos Made Simple</em>, 2.1).
 */
final class ChosenByVotes {

    private record Instance(long slot, Ballot ballot) {
    }

    private final Map<Instance, Set<NodeId>> voters = new HashMap<>();
    private final Map<Long, Entry> chosen = new HashMap<>();
    private @Nullable Membership founders;

    /** The value of a slot; null if none is chosen. */
    @Nullable Entry in(long slot) {
        return chosen.get(slot);
    }

    /**
     * Counts the votes of a write.
     *
     * @throws InvariantViolation in the name of the invariant, if the cluster is founded twice or a second value chosen
     */
    void count(Invariant invariant, NodeId node, StorageId storage, AcceptorWrite write) {
        if (write.meta().binding().founded()) {
            Membership theirs = write.meta().binding().founders();
            if (founders == null) {
                founders = theirs;
            } else if (!founders.equals(theirs)) {
                throw new InvariantViolation(invariant, "founded twice: " + founders + " and " + theirs);
            }
        }
        if (founders != null && founders.isPinned(node, storage)) {
            for (VoteRow row : write.votes()) {
                count(invariant, founders, node, row);
            }
        }
    }

    private void count(Invariant invariant, Membership members, NodeId node, VoteRow row) {
        long slot = row.firstSlot();
        for (Entry entry : row.entries()) {
            Set<NodeId> votedBy = voters.computeIfAbsent(new Instance(slot, row.ballot()), i -> new HashSet<>());
            votedBy.add(node);
            if (members.isAcceptQuorum(votedBy)) {
                Entry first = chosen.putIfAbsent(slot, entry);
                if (first != null && !first.equals(entry)) {
                    throw new InvariantViolation(invariant, "slot " + slot + ": first " + first + " was chosen, then " + entry
                            + " in ballot " + row.ballot());
                }
            }
            slot++;
        }
    }
}
