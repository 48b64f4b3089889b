package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proposer has counted when an answer has reached it.
 *
 * @param phase of what is counted
 * @param members who has promised, or voted, in the proposer's present ballot so far, in order of names
 * @param quorum how many are needed
 * @param highestReported the highest vote that the counted promises have reported ({@code promiser_acc_max}); null if none
 * @param choice the value that this ballot has made chosen, as far as the proposer knows; null before
 * @param why what the answer meant
 */
public record Count(Phase phase, List<NodeId> members, int quorum, @Nullable AcceptedValue highestReported,
        @Nullable String choice, Why why) {

    /** Copies the list. */
    public Count {
        members = List.copyOf(members);
    }
}
