package io.paxos.core.proposer;

import static io.paxos.core.proposer.Samples.A;
import static io.paxos.core.proposer.Samples.B;
import static io.paxos.core.proposer.Samples.C;
import static io.paxos.core.proposer.Samples.D;
import static io.paxos.core.proposer.Samples.FIVE;
import static io.paxos.core.proposer.Samples.STRANGER;
import static io.paxos.core.proposer.Samples.THREE;
import static io.paxos.core.proposer.Samples.ballot;
import static io.paxos.core.proposer.Samples.known;
import static io.paxos.core.proposer.Samples.members;
import static io.paxos.core.proposer.Samples.promise;
import static io.paxos.core.proposer.Samples.value;
import static io.paxos.core.proposer.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotReport;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.proposer.Campaign.Progress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Phase 1: what counts, and what must be proposed afterwards (rules S2, S3). */
class CampaignTests {

    private static final Ballot B10 = ballot(10);

    private final Campaign campaign = new Campaign(B10, 1, THREE);

    @Test
    @Tag("GO-P5")
    void exactly_a_majority_wins() {
        assertThat(campaign.onPromise(A, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(campaign.onPromise(C, promise(B10, 1))).isEqualTo(Progress.WON);
    }

    @Test
    @Tag("GO-P5")
    @Tag("TOY-7")
    void without_a_quorum_of_promises_nothing_is_won() {
        Campaign five = new Campaign(B10, 1, FIVE);
        assertThat(five.onPromise(A, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(five.onPromise(B, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(five.onPromise(D, promise(B10, 1))).isEqualTo(Progress.WON);
    }

    @Test
    @Tag("P07")
    void a_sender_counts_once_however_often_its_promise_comes() {
        campaign.onPromise(B, promise(B10, 1));

        assertThat(campaign.onPromise(B, promise(B10, 1))).isEqualTo(Progress.NONE);
        assertThat(campaign.onPromise(B, promise(B10, 1))).isEqualTo(Progress.NONE);
        assertThat(campaign.onPromise(A, promise(B10, 1))).isEqualTo(Progress.WON);
    }

    @Test
    @Tag("P06")
    @Tag("GO-P8")
    void a_late_promise_of_an_older_ballot_is_dropped_with_its_votes() {
        assertThat(campaign.onPromise(B, promise(ballot(9), 1, voted(1, 8, "of another campaign")))).isEqualTo(Progress.NONE);

        assertThat(campaign.onPromise(A, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(campaign.recovered()).isEmpty();
    }

    @Test
    @Tag("P06")
    void a_promise_for_another_first_slot_is_dropped() {
        assertThat(campaign.onPromise(B, promise(B10, 2))).isEqualTo(Progress.NONE);
    }

    @Test
    @Tag("P09")
    void a_stranger_does_not_count() {
        campaign.onPromise(A, promise(B10, 1));

        assertThat(campaign.onPromise(STRANGER, promise(B10, 1))).isNotEqualTo(Progress.WON);
    }

    @Test
    @Tag("GO-P6")
    @Tag("GO-P7")
    @Tag("GO-P4")
    void every_member_is_asked_with_the_same_ballot_until_it_has_promised() {
        assertThat(campaign.prepareFor(B)).isEqualTo(new Prepare(B10, 1, 1));
        assertThat(campaign.prepareFor(C)).isEqualTo(new Prepare(B10, 1, 1));

        campaign.onPromise(B, promise(B10, 1));

        assertThat(campaign.prepareFor(B)).isNull();
        assertThat(campaign.prepareFor(C)).isEqualTo(new Prepare(B10, 1, 1));
    }

    @Test
    @Tag("GO-A6")
    @Tag("GO-P9")
    void a_promise_that_carries_votes_counts_as_a_promise() {
        // bug (3) of jvenkit1/paxos-go: it did not, so that an accepted slot was never finished
        campaign.onPromise(A, promise(B10, 1, voted(1, 3, "x")));

        assertThat(campaign.onPromise(B, promise(B10, 1, voted(1, 3, "x")))).isEqualTo(Progress.WON);
    }

    @Test
    @Tag("GO-P9")
    @Tag("CONS-3")
    @Tag("P08")
    void the_vote_with_the_highest_ballot_is_adopted_in_each_slot_whatever_the_order_of_the_promises() {
        campaign.onPromise(A, promise(B10, 1, voted(1, 7, "newer"), voted(2, 2, "older")));
        campaign.onPromise(B, promise(B10, 1, voted(1, 4, "older"), voted(2, 5, "newer")));

        assertThat(campaign.recovered()).containsExactly(value("newer"), value("newer"));
    }

    @Test
    @Tag("P88")
    void a_value_reported_chosen_outranks_a_vote_of_any_ballot_whatever_the_order() {
        campaign.onPromise(A, promise(B10, 1, known(1, "chosen"), voted(2, 9, "stale")));
        campaign.onPromise(B, promise(B10, 1, voted(1, 9, "stale"), known(2, "chosen")));

        assertThat(campaign.recovered()).containsExactly(value("chosen"), value("chosen"));
    }

    @Test
    @Tag("CONS-3")
    void nothing_must_be_proposed_when_nobody_has_voted() {
        campaign.onPromise(A, promise(B10, 1));
        campaign.onPromise(B, promise(B10, 1));

        assertThat(campaign.recovered()).isEmpty();
    }

    @Test
    @Tag("P31")
    @Tag("P32")
    @Tag("PY-5")
    void all_slots_up_to_the_highest_vote_are_proposed_in_order_with_a_no_op_in_each_gap() {
        Campaign from5 = new Campaign(B10, 5, THREE);
        from5.onPromise(A, promise(B10, 5, voted(9, 3, "nine")));
        from5.onPromise(B, promise(B10, 5, voted(6, 4, "six")));

        assertThat(from5.recovered()).containsExactly(NoOp.INSTANCE, value("six"), NoOp.INSTANCE, NoOp.INSTANCE, value("nine"));
    }

    @Test
    @Tag("P70")
    void a_report_from_far_beyond_what_can_be_under_way_is_not_believed() {
        Promise forged = promise(B10, 1, voted(1 + Campaign.MOST_SLOTS, 3, "forged"));
        assertThat(campaign.onPromise(A, forged)).isEqualTo(Progress.NONE);
        campaign.onPromise(B, promise(B10, 1, voted(1, 3, "x")));
        assertThat(campaign.onPromise(C, promise(B10, 1))).isEqualTo(Progress.WON);
        assertThat(campaign.recovered()).hasSize(1);
    }

    @Test
    @Tag("P32")
    void reports_below_the_first_slot_of_the_campaign_are_not_proposed_again() {
        Campaign from5 = new Campaign(B10, 5, THREE);
        from5.onPromise(A, promise(B10, 5, voted(4, 3, "four"), voted(5, 3, "five")));

        assertThat(from5.recovered()).containsExactly(value("five"));
    }

    @Test
    @Tag("P34")
    void a_promise_counts_only_with_its_last_page() {
        campaign.onPromise(A, promise(B10, 1));

        assertThat(campaign.onPromise(B, page(1, 2, voted(1, 3, "a")))).isEqualTo(Progress.NEXT_PAGE);
        assertThat(campaign.prepareFor(B)).isEqualTo(new Prepare(B10, 1, 2));
        assertThat(campaign.onPromise(B, page(2, 3, voted(2, 3, "b")))).isEqualTo(Progress.NEXT_PAGE);
        assertThat(campaign.onPromise(B, page(3, 0, voted(3, 3, "c")))).isEqualTo(Progress.WON);

        assertThat(campaign.recovered()).containsExactly(value("a"), value("b"), value("c"));
    }

    @Test
    @Tag("P34")
    void a_page_that_comes_twice_or_out_of_turn_brings_nothing() {
        campaign.onPromise(A, promise(B10, 1));
        campaign.onPromise(B, page(1, 2, voted(1, 3, "a")));

        assertThat(campaign.onPromise(B, page(1, 2, voted(1, 3, "a")))).isEqualTo(Progress.NONE);
        assertThat(campaign.onPromise(B, page(3, 0))).isEqualTo(Progress.NONE);
        assertThat(campaign.prepareFor(B)).isEqualTo(new Prepare(B10, 1, 2));
        // the pages of another member are counted for themselves
        assertThat(campaign.prepareFor(C)).isEqualTo(new Prepare(B10, 1, 1));
        assertThat(campaign.onPromise(C, page(2, 0))).isEqualTo(Progress.NONE);
    }

    @Test
    @Tag("P30")
    void a_member_that_has_compacted_slots_of_the_campaign_stops_it() {
        Campaign from5 = new Campaign(B10, 5, THREE);

        assertThat(from5.onPromise(B, new Promise(B10, 5, 5, List.of(), 0, 5, 7))).isEqualTo(Progress.BEHIND);
        assertThat(from5.onPromise(C, new Promise(B10, 5, 5, List.of(), 0, 4, 4))).isEqualTo(Progress.COUNTED);
    }

    @Test
    @Tag("P09")
    void a_flexible_quorum_needs_all_to_promise_when_one_alone_may_choose() {
        Campaign all = new Campaign(B10, 1, members(new QuorumSizes(3, 1), 1, 1, 1));

        assertThat(all.onPromise(A, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(all.onPromise(B, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(all.onPromise(C, promise(B10, 1))).isEqualTo(Progress.WON);
    }

    @Test
    @Tag("PY-11")
    void weights_count_and_not_heads() {
        Membership heavy = members(QuorumSizes.majority(5), 1, 1, 3);

        assertThat(new Campaign(B10, 1, heavy).onPromise(C, promise(B10, 1))).isEqualTo(Progress.WON);
        Campaign light = new Campaign(B10, 1, heavy);
        assertThat(light.onPromise(A, promise(B10, 1))).isEqualTo(Progress.COUNTED);
        assertThat(light.onPromise(B, promise(B10, 1))).isEqualTo(Progress.COUNTED);
    }

    private static Promise page(long pageFrom, long nextPage, SlotReport... reports) {
        return new Promise(B10, 1, pageFrom, List.of(reports), nextPage, 0, 0);
    }
}
