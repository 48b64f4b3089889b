package io.paxos.core.founding;

import io.paxos.core.ballot.NodeId;
import java.util.List;

/**
 * How the founding stands, for people.
 *
 * @param status what this node may do
 * @param unheard listed nodes that have not answered this process
 * @param differing nodes that answered with another list or other quorum sizes, or are bound to other founders
 * @param lost founders whose store was replaced by another one before the cluster was founded
 * @param dataMayBeDeleted whether it is certain that nothing was ever decided, so that the data directories of all
 *     nodes may be deleted to start again (F6)
 */
public record FoundingReport(FoundingStatus status, List<NodeId> unheard, List<NodeId> differing, List<NodeId> lost,
        boolean dataMayBeDeleted) {

    /** One or two sentences: what is the matter, and what to do. */
    public String describe() {
        return switch (status) {
            case FORMING -> differing.isEmpty()
                    ? "forming: waiting to hear from " + unheard
                    : "forming: " + differing + " is configured with another list of peers or bound to other founders; "
                            + "give every node the same list" + (unheard.isEmpty() ? "" : "; not heard yet: " + unheard);
            case BOUND -> describeBound();
            case FOUNDED -> "founded";
            case IDENTITY_MISMATCH -> "without a vote: this node's store is not the one that the cluster was founded with, it "
                    + "was wiped or swapped. It follows, and can vote again only as a new member, which is not possible yet";
            case NOT_A_FOUNDER -> "without a vote: the cluster was founded without this node, which follows";
            case ROLLED_BACK -> "out: this node's store is older than the founding of its cluster, so it went back in time and "
                    + "must not vote. Put back the files as they were last";
        };
    }

    private String describeBound() {
        if (lost.isEmpty()) {
            return "bound: waiting for all founders to be bound" + (unheard.isEmpty() ? "" : "; not heard yet: " + unheard);
        }
        if (dataMayBeDeleted) {
            return "the store of " + lost + " was lost before the cluster was founded. Nothing was decided: stop all nodes, "
                    + "delete the data directories of all of them, and start again";
        }
        return "the store of " + lost + " was lost before this node heard that the cluster was founded. Do not delete "
                + "anything" + (unheard.isEmpty() ? ": too many stores are lost to tell whether something was decided"
                        : ": waiting for " + unheard + " to say whether it was founded");
    }
}
