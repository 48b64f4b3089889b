package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.SlotBallot;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a proposer has counted in one ballot.
 *
 * @param ballot of the campaign or leadership
 * @param members who has promised, or voted for the batch, in order of names
 * @param weight what they weigh together
 * @param quorum weight needed
 * @param highestReported in a campaign, the highest vote that promises have reported, see {@link SlotBallot#highest}; null if
 *     none, and for votes
 */
public record Tally(Ballot ballot, List<NodeId> members, int weight, int quorum, @Nullable SlotBallot highestReported) {

    static Tally of(Ballot ballot, Set<NodeId> members, int weight, int quorum, @Nullable SlotBallot highestReported) {
        return new Tally(ballot, members.stream().sorted().toList(), weight, quorum, highestReported);
    }
}
