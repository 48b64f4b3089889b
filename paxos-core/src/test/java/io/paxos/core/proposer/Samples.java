package io.paxos.core.proposer;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Promise;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this room talk about. */
final class Samples {

    static final NodeId A = NodeId.of("a");
    static final NodeId B = NodeId.of("b");
    static final NodeId C = NodeId.of("c");
    static final NodeId D = NodeId.of("d");
    static final NodeId E = NodeId.of("e");
    static final NodeId STRANGER = NodeId.of("z");
    static final Membership THREE = members(QuorumSizes.majority(3), 1, 1, 1);
    static final Membership FIVE = members(QuorumSizes.majority(5), 1, 1, 1, 1, 1);

    private Samples() {
    }

    /** Members a, b, c, ... with these weights. */
    static Membership members(QuorumSizes quorums, int... weights) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            members.add(new Member(List.of(A, B, C, D, E).get(i), new StorageId(0, i), weights[i]));
        }
        return new Membership(0, members, quorums);
    }

    static Ballot ballot(long round) {
        return new Ballot(0, round, A);
    }

    static Command value(String text) {
        return new Command(new ClientSequence(new ClientId(0, 1), 1), 1, 0, Bytes.utf8(text));
    }

    static SlotReport voted(long slot, long round, String text) {
        return SlotReport.ofVote(slot, new Vote(ballot(round), value(text)));
    }

    static SlotReport known(long slot, String text) {
        return SlotReport.ofChosen(slot, value(text));
    }

    /** A promise in one page. */
    static Promise promise(Ballot ballot, long from, SlotReport... reports) {
        return new Promise(ballot, from, from, List.of(reports), 0, 0, 0);
    }
}
