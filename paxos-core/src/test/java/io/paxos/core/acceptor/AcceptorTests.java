package io.paxos.core.acceptor;

import static io.paxos.core.acceptor.Samples.LARGE_PAGE;
import static io.paxos.core.acceptor.Samples.NOTHING_CHOSEN;
import static io.paxos.core.acceptor.Samples.accept;
import static io.paxos.core.acceptor.Samples.ballot;
import static io.paxos.core.acceptor.Samples.nack;
import static io.paxos.core.acceptor.Samples.newAcceptor;
import static io.paxos.core.acceptor.Samples.prepare;
import static io.paxos.core.acceptor.Samples.promise;
import static io.paxos.core.acceptor.Samples.value;
import static io.paxos.core.acceptor.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.acceptor.AcceptorStep.Needs;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Promise;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an acceptor promises, votes for and refuses (<em>Paxos Made Simple</em>, 2.2; rules B3, A2). */
class AcceptorTests {

    private final Acceptor acceptor = newAcceptor();

    @Test
    @Tag("GO-A1")
    void a_prepare_raises_the_promise_and_leaves_the_votes_alone() {
        acceptor.onAccept(accept(ballot(1), 1, "x"));

        AcceptorStep step = acceptor.onPrepare(prepare(ballot(2)), NOTHING_CHOSEN, LARGE_PAGE);

        assertThat(acceptor.promised()).isEqualTo(ballot(2));
        assertThat(acceptor.vote(1)).isEqualTo(new Vote(ballot(1), value("x")));
        assertThat(step.vote()).isNull();
    }

    @Test
    @Tag("P01")
    void a_raised_promise_waits_for_a_write() {
        assertThat(acceptor.onPrepare(prepare(ballot(1)), NOTHING_CHOSEN, LARGE_PAGE).needs()).isEqualTo(Needs.WRITE);
    }

    @Test
    @Tag("GO-A2")
    @Tag("CONS-2")
    void a_lower_prepare_is_refused_at_once_with_the_ballot_that_stands_in_its_way() {
        promise(acceptor, ballot(5));

        AcceptorStep step = acceptor.onPrepare(prepare(ballot(4)), NOTHING_CHOSEN, LARGE_PAGE);

        assertThat(step.reply()).isEqualTo(nack(ballot(4), ballot(5)));
        assertThat(step.needs()).isEqualTo(Needs.NOTHING);
        assertThat(acceptor.promised()).isEqualTo(ballot(5));
    }

    @Test
    @Tag("CONS-2")
    void a_prepare_below_an_accepted_ballot_is_refused_although_nothing_so_high_was_prepared_here() {
        acceptor.onAccept(accept(ballot(5), 1, "x"));

        assertThat(acceptor.onPrepare(prepare(ballot(4)), NOTHING_CHOSEN, LARGE_PAGE).reply())
                .isEqualTo(nack(ballot(4), ballot(5)));
    }

    @Test
    @Tag("GO-A2")
    @Tag("TOY-7")
    void an_equal_prepare_is_the_same_campaign_and_is_answered_again_without_another_write() {
        Promise first = promise(acceptor, ballot(5));

        AcceptorStep again = acceptor.onPrepare(prepare(ballot(5)), NOTHING_CHOSEN, LARGE_PAGE);

        // the first write is perhaps still under way, so the second answer waits for it as well
        assertThat(again).isEqualTo(new AcceptorStep(first, Needs.EARLIER_WRITES, null));
    }

    @Test
    @Tag("GO-A2")
    void of_two_ballots_of_one_round_the_lower_node_is_refused() {
        promise(acceptor, ballot(5, "b"));

        assertThat(acceptor.onPrepare(prepare(ballot(5, "a")), NOTHING_CHOSEN, LARGE_PAGE).reply())
                .isEqualTo(nack(ballot(5, "a"), ballot(5, "b")));
    }

    @Test
    @Tag("GO-A3")
    @Tag("CONS-3")
    void an_accept_at_the_promised_ballot_is_voted_for() {
        promise(acceptor, ballot(5));

        AcceptorStep step = acceptor.onAccept(accept(ballot(5), 7, "x", "y"));

        assertThat(step.reply()).isEqualTo(new Accepted(ballot(5), 7, 8));
        assertThat(step.needs()).isEqualTo(Needs.WRITE);
        assertThat(step.vote()).isEqualTo(new VoteRow(ballot(5), 7, List.of(value("x"), value("y"))));
        assertThat(acceptor.vote(8)).isEqualTo(new Vote(ballot(5), value("y")));
    }

    @Test
    @Tag("GO-A4")
    @Tag("CONS-3")
    void an_accept_below_the_promise_is_refused_and_leaves_the_vote_alone() {
        acceptor.onAccept(accept(ballot(3), 1, "x"));
        promise(acceptor, ballot(5));

        AcceptorStep step = acceptor.onAccept(accept(ballot(4), 1, "y"));

        assertThat(step).isEqualTo(new AcceptorStep(nack(ballot(4), ballot(5)), Needs.NOTHING, null));
        assertThat(acceptor.vote(1)).isEqualTo(new Vote(ballot(3), value("x")));
    }

    @Test
    @Tag("GO-A5")
    @Tag("P04")
    void an_accept_above_the_promise_is_voted_for_by_an_acceptor_that_missed_the_prepare() {
        promise(acceptor, ballot(5));

        assertThat(acceptor.onAccept(accept(ballot(9), 1, "x")).reply()).isEqualTo(new Accepted(ballot(9), 1, 1));
        assertThat(acceptor.promised()).isEqualTo(ballot(9));
    }

    @Test
    @Tag("GO-A6")
    void a_promise_reports_the_vote_with_its_own_ballot_and_value() {
        acceptor.onAccept(accept(ballot(3), 2, "x"));

        assertThat(promise(acceptor, ballot(5)).reports()).containsExactly(voted(2, ballot(3), "x"));
    }

    @Test
    @Tag("GO-A6")
    void of_two_votes_in_a_slot_the_later_is_reported() {
        acceptor.onAccept(accept(ballot(3), 1, "x"));
        acceptor.onAccept(accept(ballot(4), 1, "y"));

        assertThat(promise(acceptor, ballot(5)).reports()).containsExactly(voted(1, ballot(4), "y"));
    }

    @Test
    @Tag("GO-A7")
    void the_first_promise_reports_no_vote_and_does_not_echo_the_proposer() {
        // bug (2) of jvenkit1/paxos-go: an echo of the asking ballot could outrank a true vote in a lower one
        assertThat(promise(acceptor, ballot(5))).isEqualTo(new Promise(ballot(5), 1, 1, List.of(), 0, 0, 0));
    }

    @Test
    @Tag("GO-A7")
    void a_promise_in_another_slot_does_not_count_as_a_vote_there() {
        acceptor.onAccept(accept(ballot(3), 2, "x"));

        assertThat(promise(acceptor, ballot(5)).reports()).extracting(report -> report.slot()).containsExactly(2L);
    }

    @Test
    @Tag("P10")
    void a_round_out_of_all_proportion_is_refused_in_both_phases() {
        promise(acceptor, ballot(1));
        Ballot poison = ballot(1 + Ballot.MAX_ROUND_JUMP + 1);

        assertThat(acceptor.onPrepare(prepare(poison), NOTHING_CHOSEN, LARGE_PAGE).reply()).isEqualTo(nack(poison, ballot(1)));
        assertThat(acceptor.onAccept(accept(poison, 1, "x")).reply()).isEqualTo(nack(poison, ballot(1)));
        assertThat(acceptor.onPrepare(prepare(ballot(Long.MAX_VALUE)), NOTHING_CHOSEN, LARGE_PAGE).reply())
                .isInstanceOf(Nack.class);
        assertThat(acceptor.promised()).isEqualTo(ballot(1));
        assertThat(acceptor.vote(1)).isNull();

        // the highest round that is still believed
        Ballot highest = ballot(1 + Ballot.MAX_ROUND_JUMP);
        assertThat(acceptor.onPrepare(prepare(highest), NOTHING_CHOSEN, LARGE_PAGE).reply()).isInstanceOf(Promise.class);
    }

    @Test
    @Tag("P37")
    void a_vote_within_a_ballot_is_never_replaced_by_another_value_of_that_ballot() {
        acceptor.onAccept(accept(ballot(3), 1, "x"));

        AcceptorStep step = acceptor.onAccept(accept(ballot(3), 1, "rebuilt"));

        assertThat(step.vote()).isNull();
        assertThat(acceptor.vote(1)).isEqualTo(new Vote(ballot(3), value("x")));
    }

    @Test
    @Tag("P31")
    void batches_are_voted_for_in_any_order() {
        // rule A1: slots are independent, so batch 3-4 does not wait for 1-2
        assertThat(acceptor.onAccept(accept(ballot(3), 3, "c", "d")).reply()).isEqualTo(new Accepted(ballot(3), 3, 4));
        assertThat(acceptor.onAccept(accept(ballot(3), 1, "a", "b")).reply()).isEqualTo(new Accepted(ballot(3), 1, 2));

        assertThat(promise(acceptor, ballot(4)).reports()).containsExactly(voted(1, ballot(3), "a"),
                voted(2, ballot(3), "b"), voted(3, ballot(3), "c"), voted(4, ballot(3), "d"));
    }

    @Test
    @Tag("P58")
    void a_restarted_acceptor_stands_as_its_durable_votes_and_promise_left_it() {
        TreeMap<Long, Vote> durable = new TreeMap<>();
        durable.put(4L, new Vote(ballot(3), value("x")));
        Acceptor restarted = new Acceptor(ballot(6), durable);

        assertThat(restarted.onAccept(accept(ballot(5), 4, "y")).reply()).isEqualTo(nack(ballot(5), ballot(6)));
        assertThat(promise(restarted, ballot(7)).reports()).containsExactly(voted(4, ballot(3), "x"));
        // what was durable at the start is acknowledged without a write
        assertThat(new Acceptor(ballot(3), durable).onAccept(accept(ballot(3), 4, "x")).needs()).isEqualTo(Needs.NOTHING);
    }

    @Test
    @Tag("P03")
    void neither_the_promise_nor_the_ballot_of_a_vote_ever_falls_whatever_comes_in_any_order() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            Ballot before = acceptor.promised();
            long slot = 1 + random.nextInt(5);
            Vote voteBefore = acceptor.vote(slot);
            Ballot ballot = ballot(1 + i / 100 + random.nextInt(20), "abc".substring(random.nextInt(3)).substring(0, 1));
            if (random.nextBoolean()) {
                acceptor.onPrepare(prepare(ballot), NOTHING_CHOSEN, LARGE_PAGE);
            } else {
                acceptor.onAccept(new Accept(ballot, slot, List.of(NoOp.INSTANCE), 0));
            }
            Vote vote = acceptor.vote(slot);
            assertThat(acceptor.promised()).isGreaterThanOrEqualTo(before);
            assertThat(voteBefore == null || vote != null && !vote.ballot().isBelow(voteBefore.ballot())).isTrue();
            assertThat(vote == null || !vote.ballot().isAbove(acceptor.promised())).isTrue();
        }
        assertThat(acceptor.promised().round()).isGreaterThan(150);
    }
}
