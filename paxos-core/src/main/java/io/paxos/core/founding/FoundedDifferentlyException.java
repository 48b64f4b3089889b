package io.paxos.core.founding;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;

/**
 * The store of this node was founded by other nodes, or with other quorum sizes, than the configuration lists (rule
 * F7). The configuration must be put back; membership is not changed by editing a list.
 */
public final class FoundedDifferentlyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FoundedDifferentlyException(NodeId self, StorageId storage, FoundingPlan plan, Membership founders) {
        super(describe(self, storage, plan, founders));
    }

    private static String describe(NodeId self, StorageId storage, FoundingPlan plan, Membership founders) {
        if (!founders.isPinned(self, storage)) {
            return "the store of " + self + " says that it was founded by " + founders.nodes() + ", and is not the store of "
                    + self + " among them: it was copied or renamed";
        }
        if (!plan.nodes().equals(founders.nodes())) {
            return "the store of " + self + " was founded as " + founders.nodes() + ", configured " + plan.nodes();
        }
        return "the store of " + self + " was founded with " + founders.quorums() + ", configured " + plan.quorums()
                + ", or with other weights of " + plan.nodes();
    }
}
