package io.paxos.core.acceptor;

import static io.paxos.core.acceptor.Samples.accept;
import static io.paxos.core.acceptor.Samples.ballot;
import static io.paxos.core.acceptor.Samples.newAcceptor;
import static io.paxos.core.acceptor.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.acceptor.AcceptorStep.Needs;
import io.paxos.core.log.VoteRow;
import io.paxos.core.message.Accepted;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an acknowledgement waits for (rule A2), when its Accept comes again (PITFALLS 92). */
class AcceptorWritesTests {

    private final Acceptor acceptor = newAcceptor();

    @Test
    @Tag("P02")
    void a_vote_is_acknowledged_only_after_its_write() {
        AcceptorStep step = acceptor.onAccept(accept(ballot(1), 1, "x"));

        assertThat(step.needs()).isEqualTo(Needs.WRITE);
        assertThat(step.vote()).isEqualTo(new VoteRow(ballot(1), 1, List.of(value("x"))));
    }

    @Test
    @Tag("P92")
    @Tag("TOY-7")
    void an_accept_that_comes_again_while_its_write_is_under_way_waits_for_it_and_writes_nothing() {
        vote(1, 1, "x");

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "x")))
                .isEqualTo(new AcceptorStep(new Accepted(ballot(1), 1, 1), Needs.EARLIER_WRITES, null));
    }

    @Test
    @Tag("P92")
    @Tag("TOY-7")
    void an_accept_that_comes_again_when_it_is_durable_is_acknowledged_at_once_without_a_write() {
        vote(1, 1, "x");
        acceptor.written(1);

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "x")))
                .isEqualTo(new AcceptorStep(new Accepted(ballot(1), 1, 1), Needs.NOTHING, null));
    }

    @Test
    @Tag("P92")
    void the_write_of_another_batch_does_not_make_this_one_durable() {
        vote(1, 1, "a", "b");
        vote(2, 3, "c");
        acceptor.written(1);

        assertThat(acceptor.onAccept(accept(ballot(1), 3, "c")).needs()).isEqualTo(Needs.EARLIER_WRITES);
        assertThat(acceptor.onAccept(accept(ballot(1), 1, "a", "b")).needs()).isEqualTo(Needs.NOTHING);
    }

    @Test
    @Tag("P92")
    void a_write_makes_all_writes_before_it_durable() {
        vote(1, 1, "a");
        vote(2, 2, "b");
        acceptor.written(2);

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "a")).needs()).isEqualTo(Needs.NOTHING);
    }

    @Test
    @Tag("P92")
    void a_batch_of_which_a_part_is_not_durable_waits() {
        vote(1, 1, "a");
        acceptor.written(1);
        vote(2, 2, "b");

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "a", "b")).needs()).isEqualTo(Needs.EARLIER_WRITES);
    }

    @Test
    @Tag("P02")
    void the_same_value_in_a_higher_ballot_is_another_vote_and_is_written() {
        vote(1, 1, "x");
        acceptor.written(1);

        AcceptorStep step = acceptor.onAccept(accept(ballot(2), 1, "x"));

        assertThat(step.needs()).isEqualTo(Needs.WRITE);
        assertThat(step.vote()).isEqualTo(new VoteRow(ballot(2), 1, List.of(value("x"))));
    }

    @Test
    @Tag("P02")
    void a_batch_that_was_voted_for_only_in_part_is_written_as_a_whole() {
        vote(1, 1, "a");
        acceptor.written(1);

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "a", "b")).vote())
                .isEqualTo(new VoteRow(ballot(1), 1, List.of(value("a"), value("b"))));
    }

    @Test
    @Tag("P92")
    void an_accept_whose_slots_are_all_known_chosen_costs_no_second_write() {
        vote(1, 1, "a", "b");
        acceptor.written(1);
        acceptor.forgetVotesUpTo(2);

        AcceptorStep step = acceptor.onAccept(accept(ballot(1), 1, "a", "b"));

        assertThat(step.reply()).isEqualTo(new Accepted(ballot(1), 1, 2));
        assertThat(step.vote()).isNull();
        assertThat(step.needs()).isNotEqualTo(Needs.WRITE);
    }

    @Test
    @Tag("P03")
    void an_accept_of_known_slots_in_a_higher_ballot_still_raises_the_promise_durably() {
        vote(1, 1, "a");
        acceptor.forgetVotesUpTo(1);

        assertThat(acceptor.onAccept(accept(ballot(4), 1, "a")).needs()).isEqualTo(Needs.WRITE);
        assertThat(acceptor.promised()).isEqualTo(ballot(4));
        // and a lower one is refused, known or not
        assertThat(acceptor.onAccept(accept(ballot(3), 1, "a")).reply()).isEqualTo(Samples.nack(ballot(3), ballot(4)));
    }

    @Test
    @Tag("P02")
    void an_accept_of_which_only_a_part_is_known_chosen_is_voted_for() {
        vote(1, 1, "a");
        acceptor.forgetVotesUpTo(1);

        assertThat(acceptor.onAccept(accept(ballot(1), 1, "a", "b")).vote()).isNotNull();
    }

    private void vote(long writeId, long slot, String... values) {
        AcceptorStep step = acceptor.onAccept(accept(ballot(1), slot, values));
        acceptor.writing(writeId, Objects.requireNonNull(step.vote()));
    }
}
