package io.paxos.core.proposer;

import static io.paxos.core.proposer.Samples.A;
import static io.paxos.core.proposer.Samples.B;
import static io.paxos.core.proposer.Samples.C;
import static io.paxos.core.proposer.Samples.D;
import static io.paxos.core.proposer.Samples.E;
import static io.paxos.core.proposer.Samples.FIVE;
import static io.paxos.core.proposer.Samples.STRANGER;
import static io.paxos.core.proposer.Samples.THREE;
import static io.paxos.core.proposer.Samples.ballot;
import static io.paxos.core.proposer.Samples.members;
import static io.paxos.core.proposer.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.proposer.Pipeline.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Phase 2: batches under way, and what is counted for them (rules A1, A3, A4, L1, L5). */
class PipelineTests {

    private static final Ballot B10 = ballot(10);

    private final Pipeline pipeline = new Pipeline(B10, 5, THREE);

    @Test
    @Tag("GO-P10")
    @Tag("GO-P11")
    void an_accept_carries_ballot_slot_and_what_this_ballot_vouches_for() {
        // L1: below the start of its phase 1 everything is chosen
        assertThat(open(pipeline, "a", "b")).isEqualTo(new Accept(B10, 5, List.of(value("a"), value("b")), 4));
        assertThat(open(pipeline, "c")).isEqualTo(new Accept(B10, 7, List.of(value("c")), 4));
        assertThat(pipeline.nextSlot()).isEqualTo(8);
        assertThat(pipeline.underWay()).isEqualTo(2);
    }

    @Test
    @Tag("GO-L2")
    void a_batch_is_chosen_with_exactly_a_majority_in_the_ballot() {
        Pipeline five = new Pipeline(B10, 1, FIVE);
        open(five, "a");

        accepted(five, A, 1, 1);
        accepted(five, B, 1, 1);
        assertThat(chosen(five)).isEmpty();
        accepted(five, E, 1, 1);

        assertThat(chosen(five)).containsExactly("1:a");
        assertThat(five.vouchedUpTo()).isEqualTo(1);
        assertThat(five.underWay()).isZero();
    }

    @Test
    @Tag("GO-L3")
    @Tag("P36")
    void votes_in_other_ballots_do_not_add_up() {
        open(pipeline, "a");

        pipeline.onAccepted(A, new Accepted(B10, 5, 5));
        pipeline.onAccepted(B, new Accepted(ballot(9), 5, 5));
        pipeline.onAccepted(C, new Accepted(ballot(11), 5, 5));

        assertThat(chosen(pipeline)).isEmpty();
        assertThat(pipeline.vouchedUpTo()).isEqualTo(4);
    }

    @Test
    @Tag("P07")
    void one_acceptor_counts_once_however_often_it_acknowledges() {
        open(pipeline, "a");

        accepted(pipeline, B, 5, 5);
        accepted(pipeline, B, 5, 5);
        accepted(pipeline, B, 5, 5);

        assertThat(chosen(pipeline)).isEmpty();
    }

    @Test
    @Tag("P09")
    void a_stranger_does_not_count() {
        open(pipeline, "a");

        accepted(pipeline, A, 5, 5);
        accepted(pipeline, STRANGER, 5, 5);

        assertThat(chosen(pipeline)).isEmpty();
    }

    @Test
    @Tag("P36")
    void an_acknowledgement_says_nothing_of_the_batches_below() {
        // batch 5-6 is lost, batch 7 arrives: "7" is not "everything up to 7"
        open(pipeline, "a", "b");
        open(pipeline, "c");

        accepted(pipeline, A, 7, 7);
        accepted(pipeline, B, 7, 7);

        assertThat(chosen(pipeline)).isEmpty();
        assertThat(pipeline.vouchedUpTo()).isEqualTo(4);
    }

    @Test
    @Tag("P36")
    void an_acknowledgement_counts_for_the_very_batch_it_names_and_for_no_other_range() {
        open(pipeline, "a", "b");
        open(pipeline, "c");
        for (NodeId member : List.of(A, B, C)) {
            accepted(pipeline, member, 5, 7);
            accepted(pipeline, member, 5, 5);
            accepted(pipeline, member, 6, 6);
            accepted(pipeline, member, 6, 7);
        }
        assertThat(chosen(pipeline)).isEmpty();
    }

    @Test
    @Tag("P97")
    void what_is_counted_above_a_gap_is_announced_only_when_the_gap_is_closed() {
        open(pipeline, "a");
        open(pipeline, "b");
        open(pipeline, "c");
        chooseBatch(6);
        chooseBatch(7);
        assertThat(chosen(pipeline)).isEmpty();
        assertThat(pipeline.vouchedUpTo()).isEqualTo(4);
        assertThat(open(pipeline, "d").chosenUpTo()).isEqualTo(4);
        assertThat(pipeline.underWay()).isEqualTo(4);

        chooseBatch(5);

        assertThat(chosen(pipeline)).containsExactly("5:a", "6:b", "7:c");
        assertThat(pipeline.vouchedUpTo()).isEqualTo(7);
        assertThat(open(pipeline, "e").chosenUpTo()).isEqualTo(7);
    }

    @Test
    @Tag("GO-L4")
    void each_batch_is_taken_once_and_in_order() {
        open(pipeline, "a");
        chooseBatch(5);
        assertThat(chosen(pipeline)).containsExactly("5:a");

        // late acknowledgements change nothing
        accepted(pipeline, C, 5, 5);
        assertThat(chosen(pipeline)).isEmpty();
        assertThat(pipeline.vouchedUpTo()).isEqualTo(5);
    }

    @Test
    @Tag("P37")
    @Tag("PY-8")
    void a_batch_is_sent_again_as_it_was_to_those_who_have_not_acknowledged_it() {
        Accept first = open(pipeline, "a", "b");
        accepted(pipeline, B, 5, 6);
        assertThat(pipeline.overdue(3, 4)).isEmpty();

        List<Pipeline.Overdue> overdue = pipeline.overdue(4, 4);

        assertThat(overdue).containsExactly(new Pipeline.Overdue(first, List.of(A, C)));
        // the wait begins anew
        assertThat(pipeline.overdue(7, 4)).isEmpty();
        assertThat(pipeline.overdue(8, 4)).hasSize(1);
    }

    @Test
    @Tag("P37")
    void a_batch_that_is_sent_again_carries_the_same_entries_and_the_present_announcement() {
        open(pipeline, "a");
        Accept second = open(pipeline, "b");
        chooseBatch(5);

        assertThat(pipeline.overdue(9, 4)).extracting(Pipeline.Overdue::accept)
                .containsExactly(new Accept(B10, 6, second.entries(), 5));
    }

    @Test
    @Tag("P37")
    void a_batch_does_not_follow_changes_of_the_list_it_was_made_of() {
        List<Entry> entries = new ArrayList<>(List.of(value("a")));
        pipeline.open(entries, Set.of(), 0);
        entries.set(0, value("rebuilt"));

        assertThat(pipeline.overdue(9, 4).get(0).accept().entries()).containsExactly(value("a"));
    }

    @Test
    @Tag("PY-8")
    void a_batch_counted_above_a_gap_is_not_sent_again_but_the_gap_is() {
        open(pipeline, "a");
        open(pipeline, "b");
        chooseBatch(6);

        assertThat(pipeline.overdue(9, 4)).extracting(overdue -> overdue.accept().firstSlot()).containsExactly(5L);
    }

    @Test
    @Tag("P38")
    void origins_come_back_with_their_batch() {
        pipeline.open(List.of(value("a")), Set.of(B, C), 0);
        chooseBatch(5);

        assertThat(pipeline.takeChosen()).containsExactly(new Chosen(5, List.of(value("a")), Set.of(B, C)));
    }

    @Test
    @Tag("P09")
    void a_flexible_accept_quorum_of_one_is_enough_where_all_must_promise() {
        Pipeline one = new Pipeline(B10, 1, members(new QuorumSizes(3, 1), 1, 1, 1));
        open(one, "a");
        accepted(one, C, 1, 1);

        assertThat(chosen(one)).containsExactly("1:a");
    }

    @Test
    @Tag("PY-11")
    void weights_count_and_not_heads() {
        Membership weighted = members(QuorumSizes.majority(9), 3, 2, 2, 1, 1);
        Pipeline light = new Pipeline(B10, 1, weighted);
        open(light, "a");
        accepted(light, C, 1, 1);
        accepted(light, D, 1, 1);
        accepted(light, E, 1, 1);
        assertThat(chosen(light)).isEmpty(); // three of five heads, and 4 of 9

        accepted(light, A, 1, 1);
        assertThat(chosen(light)).containsExactly("1:a");
    }

    private static Accept open(Pipeline pipeline, String... values) {
        return pipeline.open(List.of(values).stream().map(text -> (Entry) value(text)).toList(), Set.of(), 0);
    }

    private static void accepted(Pipeline pipeline, NodeId sender, long firstSlot, long lastSlot) {
        pipeline.onAccepted(sender, new Accepted(B10, firstSlot, lastSlot));
    }

    private void chooseBatch(long slot) {
        accepted(pipeline, A, slot, slot);
        accepted(pipeline, C, slot, slot);
    }

    private static List<String> chosen(Pipeline pipeline) {
        List<String> values = new ArrayList<>();
        for (Chosen batch : pipeline.takeChosen()) {
            long slot = batch.firstSlot();
            for (Entry entry : batch.entries()) {
                values.add(slot++ + ":" + ((Command) entry).body().utf8());
            }
        }
        return values;
    }
}
