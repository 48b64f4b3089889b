package io.paxos.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Entry;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.proposer.Campaign;
import io.paxos.core.proposer.Campaign.Progress;
import io.paxos.core.proposer.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scenarios of manuskc/toy-paxos: one slot, five acceptors, quorum 3, played with the roles of production. "choice"
 * is what the proposer knows chosen.
 */
class ToyPaxosTests {

    private static final NodeId AMY = NodeId.of("amy");
    private static final NodeId BEN = NodeId.of("ben");
    private static final NodeId CAL = NodeId.of("cal");
    private static final NodeId DAN = NodeId.of("dan");
    private static final NodeId EVA = NodeId.of("eva");

    private final Membership five = membership(AMY, BEN, CAL, DAN, EVA);
    private final Map<NodeId, Acceptor> acceptors = new TreeMap<>();

    ToyPaxosTests() {
        five.nodes().forEach(node -> acceptors.put(node, new Acceptor(Ballot.NONE, new TreeMap<>())));
    }

    /** One attempt of one proposer: init, single promise requests, single accept requests (TOY-6). */
    private final class Proposal {
        private final Campaign campaign;
        private final Pipeline pipeline;
        private final Entry own;
        private boolean won;
        private String choice;
        private Accept accept;

        Proposal(NodeId proposer, long round, String value) {
            Ballot ballot = new Ballot(0, round, proposer);
            this.campaign = new Campaign(ballot, 1, five);
            this.pipeline = new Pipeline(ballot, 1, five);
            this.own = Commands.append(value);
        }

        Message prepare(NodeId acceptor) {
            Message reply = acceptors.get(acceptor).onPrepare(Objects.requireNonNull(campaign.prepareFor(acceptor)),
                    new ChosenLog(), 9999).reply();
            if (reply instanceof Promise promise) {
                won |= campaign.onPromise(acceptor, promise) == Progress.WON;
            }
            return reply;
        }

        Message accept(NodeId acceptor) {
            if (!won) {
                throw new IllegalStateException("no promise quorum");
            }
            if (accept == null) {
                List<Entry> recovered = campaign.recovered();
                accept = pipeline.open(recovered.isEmpty() ? List.of(own) : recovered, Set.of(), 0);
            }
            Message reply = acceptors.get(acceptor).onAccept(accept).reply();
            if (reply instanceof Accepted accepted) {
                pipeline.onAccepted(acceptor, accepted);
            }
            return reply;
        }

        /** What this proposer knows chosen; null if nothing. */
        String choice() {
            for (Pipeline.Chosen chosen : pipeline.takeChosen()) {
                choice = Commands.textOf(chosen.entries().get(0));
            }
            return choice;
        }
    }

    @Test
    @Tag("TOY-1")
    void a_single_round_chooses_exactly_on_the_third_accept() {
        Proposal amy = new Proposal(AMY, 1, "Openhimer");
        for (NodeId node : List.of(AMY, BEN, CAL)) {
            assertThat(amy.won).isFalse();
            assertThat(((Promise) amy.prepare(node)).reports()).isEmpty();
        }
        assertThat(amy.won).isTrue();

        List<String> choices = new ArrayList<>();
        for (NodeId node : List.of(AMY, BEN, CAL)) {
            amy.accept(node);
            choices.add(amy.choice());
        }
        assertThat(choices).containsExactly(null, null, "Openhimer");
    }

    @Test
    @Tag("TOY-2")
    void a_new_proposer_after_a_choice_learns_it_and_proposes_nothing_else() {
        openhimerIsChosenByAmyBenAndCal();

        Proposal eva = new Proposal(EVA, 2, "Barbie");
        Promise ofCal = (Promise) eva.prepare(CAL);
        assertThat(ofCal.reports()).hasSize(1);
        assertThat(Commands.textOf(ofCal.reports().get(0).entry())).isEqualTo("Openhimer");
        assertThat(Objects.requireNonNull(ofCal.reports().get(0).vote()).ballot()).isEqualTo(new Ballot(0, 1, AMY));
        eva.prepare(DAN);
        eva.prepare(EVA);
        for (NodeId node : List.of(CAL, DAN, EVA)) {
            eva.accept(node);
        }

        assertThat(eva.choice()).isEqualTo("Openhimer");
        assertThat(votes()).containsOnly("Openhimer");
    }

    @Test
    @Tag("TOY-3")
    void a_partial_accept_that_is_seen_is_what_both_proposers_end_with() {
        // Amy gets only Cal to accept, and pauses
        Proposal amy = promisedBy(new Proposal(AMY, 3, "Openhimer"), AMY, BEN, CAL);
        amy.accept(CAL);
        // Eva hears Cal
        Proposal eva = promisedBy(new Proposal(EVA, 4, "Barbie"), CAL, DAN, EVA);
        eva.accept(CAL);
        eva.accept(DAN);
        eva.accept(EVA);
        assertThat(eva.choice()).isEqualTo("Openhimer");

        // Amy resumes on Amy and Ben
        amy.accept(AMY);
        amy.accept(BEN);

        assertThat(amy.choice()).isEqualTo("Openhimer");
        assertThat(votes()).containsOnly("Openhimer");
    }

    @Test
    @Tag("TOY-4")
    void a_partial_accept_that_is_not_seen_loses_and_its_proposer_returns_the_other_value_later() {
        // Amy gets only Ben to accept, and pauses
        Proposal amy = promisedBy(new Proposal(AMY, 5, "Openhimer"), AMY, BEN, CAL);
        amy.accept(BEN);
        // Eva hears nothing of it
        Proposal eva = promisedBy(new Proposal(EVA, 6, "Barbie"), CAL, DAN, EVA);
        for (NodeId node : List.of(CAL, DAN, EVA)) {
            eva.accept(node);
        }
        assertThat(eva.choice()).isEqualTo("Barbie");

        // Amy resumes: two of three, and Cal refuses
        assertThat(amy.accept(AMY)).isInstanceOf(Accepted.class);
        assertThat(amy.accept(CAL)).isEqualTo(new Nack(new Ballot(0, 5, AMY), new Ballot(0, 6, EVA)));
        assertThat(Commands.textOf(Objects.requireNonNull(acceptors.get(CAL).vote(1)).entry())).isEqualTo("Barbie");
        assertThat(amy.choice()).isNull();

        // a fresh round of Amy returns Barbie, whichever quorum it hears
        Proposal again = promisedBy(new Proposal(AMY, 7, "Openhimer"), AMY, BEN, CAL);
        for (NodeId node : List.of(AMY, BEN, CAL)) {
            again.accept(node);
        }
        assertThat(again.choice()).isEqualTo("Barbie");
    }

    @Test
    @Tag("TOY-7")
    void the_same_prepare_and_accept_again_change_nothing() {
        openhimerIsChosenByAmyBenAndCal();
        Proposal amy = new Proposal(AMY, 9, "Barbie");
        amy.prepare(AMY);
        Message again = acceptors.get(AMY).onPrepare(new Prepare(new Ballot(0, 9, AMY), 1, 1),
                new ChosenLog(), 9999).reply();

        assertThat(again).isInstanceOf(Promise.class);
        assertThat(amy.won).isFalse();
        promisedBy(amy, BEN, CAL);
        assertThat(amy.accept(AMY)).isEqualTo(amy.accept(AMY));
        assertThat(amy.choice()).isNull();
    }

    private void openhimerIsChosenByAmyBenAndCal() {
        Proposal amy = promisedBy(new Proposal(AMY, 1, "Openhimer"), AMY, BEN, CAL);
        for (NodeId node : List.of(AMY, BEN, CAL)) {
            amy.accept(node);
        }
        assertThat(amy.choice()).isEqualTo("Openhimer");
    }

    private static Proposal promisedBy(Proposal proposal, NodeId... nodes) {
        for (NodeId node : nodes) {
            proposal.prepare(node);
        }
        return proposal;
    }

    private List<String> votes() {
        return acceptors.values().stream().map(acceptor -> acceptor.vote(1)).filter(Objects::nonNull)
                .map(vote -> Commands.textOf(vote.entry())).toList();
    }

    private static Membership membership(NodeId... nodes) {
        List<Member> members = new ArrayList<>();
        for (NodeId node : nodes) {
            members.add(new Member(node, new StorageId(0, members.size()), 1));
        }
        return new Membership(0, members, QuorumSizes.majority(nodes.length));
    }
}
