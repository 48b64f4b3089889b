package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.proposer.Campaign;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.Leadership;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the roles of a replica hold now, for people who watch: ballots, slots and names, never a value. Read only, and only
 * between steps.
 */
public final class RoleView {

    private final ReplicaState state;

    RoleView(ReplicaState state) {
        this.state = state;
    }

    /** The node. */
    public NodeId self() {
        return state.self;
    }

    /** The highest ballot that the acceptor has promised, in memory; {@link Ballot#NONE} if none. */
    public Ballot promised() {
        return state.acceptor.promised();
    }

    /** The highest slot known chosen. */
    public long chosenUpTo() {
        return state.learner.chosenUpTo();
    }

    /** The ballot in which this node campaigns or leads; null if it does not. */
    public @Nullable Ballot ownBallot() {
        return state.leadership.ownBallot();
    }

    /** Whether it leads. */
    public boolean leads() {
        return state.leading() != null;
    }

    /** The ballots of the acceptor's votes in these slots, by slot; the votes of slots known chosen are forgotten. A copy. */
    public SortedMap<Long, Ballot> votes(long first, long last) {
        return state.acceptor.votedIn(first, last);
    }

    /** Those of {@link #votes} in slots that this node, as the leader, has yet to propose for; empty if it does not lead. */
    public SortedMap<Long, Ballot> votesAhead() {
        Leader<WaitingRead> leader = state.leading();
        return leader == null ? Collections.emptySortedMap() : votes(leader.pipeline().nextSlot(), Long.MAX_VALUE);
    }

    /** What a member weighs; 0 if it is none. */
    public int weightOf(NodeId member) {
        return state.membership().weightOf(Set.of(member));
    }

    /** Who has promised in this node's campaign; null if it does not campaign. */
    public @Nullable Tally promises() {
        if (!(state.leadership instanceof Leadership.Candidate candidate)) {
            return null;
        }
        Campaign campaign = candidate.campaign();
        return Tally.of(campaign.ballot(), campaign.promisedBy(), state.membership().weightOf(campaign.promisedBy()),
                state.membership().quorums().prepare(),
                campaign.highestReported());
    }

    /** Who has voted for this leader's batch that begins with the slot; null if none is under way there. */
    public @Nullable Tally votesFor(long firstSlot) {
        Leader<WaitingRead> leader = state.leading();
        if (leader == null) {
            return null;
        }
        Set<NodeId> members = leader.pipeline().votedBy(firstSlot);
        return members == null ? null
                : Tally.of(leader.ballot(), members, state.membership().weightOf(members), state.membership().quorums().accept(),
                        null);
    }
}
