package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Message;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a leader may say of slots that others have chosen, or that it has counted itself (rules L1, L2, L3, L5). */
class StaleLeaderTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(5);

    /** node1 leads in b1 and got v to node2 alone; node3 to node5 have chosen w in that slot in b2, under node5. */
    private void node1IsStaleAndNode2HasItsVote() {
        cluster.elect(1);
        cluster.cut(1, 3);
        cluster.cut(1, 4);
        cluster.cut(1, 5);
        cluster.cut(2, 3);
        cluster.cut(2, 4);
        cluster.cut(2, 5);
        cluster.propose(1, append("v"));
        cluster.deliverAll();
        assertThat(Objects.requireNonNull(cluster.at(2).durable().votes().get(2L)).ballot().node()).isEqualTo(node(1));
        cluster.takeOver(5, 3, 4);
        cluster.propose(5, append("w"));
        cluster.deliverAll();
        cluster.tick(5, 1);
        cluster.deliverAll();
        assertThat(cluster.at(4).chosen()).containsExactly("-", "-", "w");
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
        cluster.forgetSent();
    }

    @Test
    @Tag("P85")
    void a_leader_that_learns_from_elsewhere_what_it_did_not_choose_is_deposed_before_anything_leaves_it() {
        node1IsStaleAndNode2HasItsVote();
        Ballot stale = Objects.requireNonNull(cluster.at(1).status().ballot());

        // an answer to a Fetch of the time before it led comes in, late: slot 2 is a no-op, slot 3 is w
        Fetched late = cluster.fetchedFrom(4, 2);
        cluster.at(1).receives(cluster.at(4).header(), late);

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        cluster.tick(1, 3);
        cluster.deliverAll();
        assertThat(cluster.sent(Heartbeat.class, 1)).isEmpty();
        assertThat(cluster.sent(Accept.class, 1)).isEmpty();
        // node2 still has its vote for v in the stale ballot, and does not take it for chosen
        assertThat(cluster.at(2).durable().votes().get(2L)).isEqualTo(new Vote(stale, cluster.voteOf(2, 2)));
        assertThat(cluster.at(2).chosen()).containsExactly("-");
        assertThat(cluster.at(1).chosen()).containsExactly("-", "-", "w");
    }

    @Test
    @Tag("P85")
    void what_a_learner_without_a_vote_tells_it_deposes_a_leader_too() {
        node1IsStaleAndNode2HasItsVote();

        // the header of a wiped node4 does not count, so that nothing but the values tells of the higher ballot (L2)
        cluster.at(1).receives(learnersHeader(), cluster.fetchedFrom(4, 2));

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        cluster.tick(1, 3);
        cluster.deliverAll();
        assertThat(cluster.sent(Heartbeat.class, 1)).isEmpty();
        assertThat(cluster.sent(Accept.class, 1)).isEmpty();
        assertThat(cluster.at(2).chosen()).containsExactly("-");
    }

    @Test
    @Tag("P85")
    void what_a_candidate_learns_from_elsewhere_it_does_not_announce_when_it_leads() {
        // node1 is a candidate; the promises of node2 and node3 are on their way
        cluster.hold(2, 1);
        cluster.hold(3, 1);
        cluster.cut(1, 4);
        cluster.cut(1, 5);
        cluster.tick(1, TIME_OUT);
        cluster.deliverAll();
        cluster.deliver(2, 1);
        cluster.deliver(3, 1);
        cluster.deliverAll();
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");
        // meanwhile node5 gets w chosen in slot 2, in a higher ballot, by node3 and node4
        cluster.cut(2, 5);
        cluster.timeOut(5);
        cluster.propose(5, append("w"));
        cluster.deliverAll();
        assertThat(cluster.at(5).chosen()).containsExactly("-", "w");
        // node1 learns it from a learner, and then the promises arrive
        cluster.at(1).receives(learnersHeader(), cluster.fetchedFrom(5, 1));
        assertThat(cluster.at(1).chosen()).containsExactly("-", "w");
        cluster.deliver(2, 1);
        cluster.deliver(3, 1);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
        cluster.forgetSent();
        cluster.lose(envelope -> envelope.message() instanceof Accepted);

        // it proposes v in slot 2, gets the vote of node2, and announces only what it has counted itself: nothing (L1)
        cluster.propose(1, append("v"));
        cluster.cut(1, 3);
        cluster.tick(1, 2);
        cluster.deliver(1, 2);

        assertThat(cluster.at(2).durable().votes()).containsKeys(1L, 2L);
        assertThat(Commands.textOf(cluster.voteOf(2, 2))).isEqualTo("v");
        assertThat(cluster.sent(Heartbeat.class, 1)).isNotEmpty().allMatch(heartbeat -> heartbeat.chosenUpTo() == 0);
        assertThat(cluster.sent(Accept.class, 1)).isNotEmpty().allMatch(accept -> accept.chosenUpTo() == 0);
        assertThat(cluster.at(2).chosen()).isEmpty();
    }

    @Test
    @Tag("P85")
    void a_leader_announces_what_its_ballot_vouches_for_and_not_what_it_has_learnt() {
        node1IsStaleAndNode2HasItsVote();

        // it does not learn anything, and goes on with its heartbeats and its Accepts
        cluster.tick(1, 4);
        cluster.deliverAll();

        assertThat(cluster.sent(Heartbeat.class, 1)).isNotEmpty().allMatch(heartbeat -> heartbeat.chosenUpTo() == 1);
        assertThat(cluster.sent(Accept.class, 1)).isNotEmpty().allMatch(accept -> accept.chosenUpTo() == 1);
        assertThat(cluster.at(2).chosen()).containsExactly("-");
    }

    @Test
    @Tag("P85")
    @Tag("P29")
    void when_all_is_healed_every_node_applies_what_was_chosen_and_the_stale_vote_is_gone() {
        node1IsStaleAndNode2HasItsVote();
        cluster.heal();
        cluster.pass(3 * TIME_OUT);

        for (int i = 1; i <= 5; i++) {
            assertThat(cluster.at(i).chosen()).startsWith("-", "-", "w").doesNotContain("v");
            assertThat(cluster.at(i).machine()).isEqualTo(cluster.at(5).machine());
        }
    }

    @Test
    @Tag("P88")
    void a_value_learnt_from_elsewhere_is_stored_as_chosen_and_never_as_a_vote() {
        node1IsStaleAndNode2HasItsVote();
        cluster.at(1).receives(cluster.at(4).header(), cluster.fetchedFrom(4, 2));

        // the stale vote for v in slot 2 is on node1's disk, and the chosen no-op outranks it there as well
        cluster.at(1).restart();
        assertThat(cluster.at(1).chosen()).containsExactly("-", "-", "w");
        assertThat(cluster.at(1).durable().votes()).isEmpty();
    }

    @Test
    @Tag("P97")
    void what_was_counted_above_a_gap_is_told_and_stored_nowhere_while_the_ballot_lasts() {
        node1CountsSlot3AboveTheGapInSlot2();

        assertThat(cluster.at(1).chosen()).containsExactly("-");
        assertThat(cluster.at(1).status().applied()).isEqualTo(1);
        cluster.tick(1, 1);
        assertThat(cluster.sent(Heartbeat.class, 1)).isNotEmpty().allMatch(heartbeat -> heartbeat.chosenUpTo() == 1);
        assertThat(cluster.fetchedFrom(1, 2)).isEqualTo(new Fetched(2, List.of(), 1));
        assertThat(cluster.at(1).durableMeta().chosenUpTo()).isLessThanOrEqualTo(1);
        assertThat(cluster.sent(Accept.class, 1)).allMatch(accept -> accept.chosenUpTo() == 1);
    }

    @Test
    @Tag("P97")
    void what_was_counted_above_a_gap_goes_with_the_ballot_and_another_leader_may_fill_both_slots() {
        node1CountsSlot3AboveTheGapInSlot2();
        // node1 is paused. node5 campaigns through node4, which has voted in slot 3: a no-op goes into the gap
        cluster.isolate(1);
        cluster.takeOver(5, 3, 4);
        cluster.tick(5, 1);
        cluster.deliverAll();
        assertThat(cluster.at(5).chosen()).startsWith("-", "-", "second");

        // node1 comes back with its memory, and is asked: it reports slot 3 as a vote, and learns the no-op
        cluster.heal();
        Ballot higher = new Ballot(0, 50, node(4));
        cluster.forgetSent();
        cluster.at(1).receives(cluster.at(4).header(), new Prepare(higher, 2, 2));
        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        Promise promise = cluster.sent(Promise.class, 1).get(0);
        assertThat(promise.chosenUpTo()).isEqualTo(1);
        assertThat(promise.reports()).hasSize(2).allMatch(report -> report.chosen() == null);
        assertThat(cluster.fetchedFrom(1, 3)).isEqualTo(new Fetched(3, List.of(), 1));
        cluster.at(1).receives(cluster.at(5).header(), cluster.fetchedFrom(5, 2));
        assertThat(cluster.at(1).chosen()).startsWith("-", "-", "second");
    }

    /** Slot 2 goes to nobody; slot 3 is voted for by node1, node3 and node4. */
    private void node1CountsSlot3AboveTheGapInSlot2() {
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Accept);
        cluster.propose(1, append("first"));
        cluster.deliverAll();
        cluster.heal();
        cluster.lose(envelope -> envelope.message() instanceof Accept
                && (envelope.to().equals(node(2)) || envelope.to().equals(node(5))));
        cluster.propose(1, append("second"));
        cluster.deliverAll();
        assertThat(cluster.at(4).durable().votes()).containsKey(3L).doesNotContainKey(2L);
        cluster.forgetSent();
    }

    @Test
    @Tag("P85")
    void slots_below_its_start_that_a_leader_is_told_of_again_depose_nobody() {
        cluster.elect(1);
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        cluster.pass(1);

        cluster.at(1).receives(cluster.at(2).header(), cluster.fetchedFrom(2, 1));

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P29")
    void a_follower_with_a_vote_of_another_ballot_fetches_the_value_instead_of_applying_its_own() {
        node1IsStaleAndNode2HasItsVote();
        cluster.isolate(1);
        // node2 hears node5 again: slots up to 3 are chosen, in a ballot in which it has not voted
        cluster.heal();
        cluster.isolate(1);
        cluster.lose(Fetched.class, 2);
        cluster.tick(5, 1);
        cluster.deliverAll();
        assertThat(cluster.at(2).chosen()).containsExactly("-");

        cluster.heal();
        cluster.isolate(1);
        cluster.pass(4);

        assertThat(cluster.sent(Fetch.class, 2)).isNotEmpty();
        assertThat(cluster.at(2).chosen()).startsWith("-", "-", "w");
        assertThat(messagesWith("v")).isFalse();
    }

    /** A node that learns only: nobody looks at the promise in its header. */
    private Header learnersHeader() {
        Header pinned = cluster.at(4).header();
        return new Header(pinned.cluster(), pinned.group(), 0, pinned.from(), new StorageId(66, 66), Ballot.NONE);
    }

    private boolean messagesWith(String value) {
        return cluster.sent(Message.class).stream().filter(Fetched.class::isInstance).map(Fetched.class::cast)
                .flatMap(fetched -> fetched.entries().stream()).anyMatch(entry -> Commands.textOf(entry).equals(value));
    }
}
