package io.paxos.core.proposer;

import static io.paxos.core.proposer.Samples.A;
import static io.paxos.core.proposer.Samples.B;
import static io.paxos.core.proposer.Samples.C;
import static io.paxos.core.proposer.Samples.STRANGER;
import static io.paxos.core.proposer.Samples.THREE;
import static io.paxos.core.proposer.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.proposer.ReadRounds.Confirmed;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a read is confirmed, and for which slot (rule R1, PITFALLS 41 and 93). */
class ReadRoundsTests {

    private static final long BEFORE_BARRIER = -1;

    private final ReadRounds<String> rounds = new ReadRounds<>(THREE, 3);

    @Test
    @Tag("P41")
    void a_read_is_confirmed_by_a_quorum_that_acknowledges_its_round() {
        rounds.offer("r");
        long round = rounds.begin(7);

        assertThat(rounds.onAck(A, round)).isEmpty();
        assertThat(rounds.onAck(B, round)).containsExactly(new Confirmed<>(List.of("r"), 7));
        assertThat(rounds.onAck(C, round)).isEmpty();
        assertThat(rounds.unanswered()).isEmpty();
    }

    @Test
    @Tag("P93")
    void an_acknowledgement_of_a_round_that_began_before_the_read_does_not_confirm_it() {
        long before = rounds.begin(7);
        rounds.offer("r");
        rounds.onAck(A, before);
        assertThat(rounds.onAck(B, before)).isEmpty();
        assertThat(rounds.onAck(C, before)).isEmpty();

        long own = rounds.begin(8);
        rounds.onAck(A, own);
        // still the old round, sent again or late
        assertThat(rounds.onAck(B, before)).isEmpty();
        assertThat(rounds.onAck(B, own)).containsExactly(new Confirmed<>(List.of("r"), 8));
    }

    @Test
    @Tag("P93")
    void a_read_that_comes_in_after_the_round_began_waits_for_the_next() {
        rounds.offer("early");
        long first = rounds.begin(7);
        rounds.offer("late");
        rounds.onAck(A, first);

        assertThat(rounds.onAck(B, first)).containsExactly(new Confirmed<>(List.of("early"), 7));
        assertThat(rounds.unanswered()).containsExactly("late");
    }

    @Test
    @Tag("P93")
    void before_the_start_barrier_is_applied_reads_keep_waiting_whatever_is_acknowledged() {
        rounds.offer("r");
        long heartbeat = rounds.begin(BEFORE_BARRIER);
        rounds.onAck(A, heartbeat);
        assertThat(rounds.onAck(B, heartbeat)).isEmpty();
        assertThat(rounds.unanswered()).containsExactly("r");

        // the barrier is applied: the next round takes the read
        long served = rounds.begin(5);
        rounds.onAck(A, served);
        assertThat(rounds.onAck(C, served)).containsExactly(new Confirmed<>(List.of("r"), 5));
    }

    @Test
    @Tag("P93")
    void rounds_have_numbers_of_their_own_and_one_that_never_began_confirms_nothing() {
        rounds.offer("r");
        long first = rounds.begin(7);
        long second = rounds.begin(7);

        assertThat(second).isGreaterThan(first);
        assertThat(rounds.lastRound()).isEqualTo(second);
        assertThat(rounds.onAck(A, second + 1)).isEmpty();
        assertThat(rounds.onAck(B, second + 1)).isEmpty();
        assertThat(rounds.unanswered()).containsExactly("r");
    }

    @Test
    @Tag("P41")
    void an_acknowledgement_of_a_later_round_confirms_the_earlier_ones_too() {
        rounds.offer("first");
        rounds.begin(7);
        rounds.offer("second");
        long later = rounds.begin(9);
        rounds.onAck(A, later);

        assertThat(rounds.onAck(C, later)).containsExactly(new Confirmed<>(List.of("first"), 7),
                new Confirmed<>(List.of("second"), 9));
    }

    @Test
    @Tag("P41")
    void acknowledgements_of_different_rounds_confirm_the_lower_one() {
        rounds.offer("first");
        long first = rounds.begin(7);
        rounds.offer("second");
        long second = rounds.begin(9);
        rounds.onAck(A, second);

        assertThat(rounds.onAck(B, first)).containsExactly(new Confirmed<>(List.of("first"), 7));
        assertThat(rounds.unanswered()).containsExactly("second");
    }

    @Test
    @Tag("P07")
    void one_member_is_no_quorum_however_often_it_acknowledges() {
        rounds.offer("r");
        long round = rounds.begin(7);

        assertThat(rounds.onAck(B, round)).isEmpty();
        assertThat(rounds.onAck(B, round)).isEmpty();
        assertThat(rounds.onAck(STRANGER, round)).isEmpty();
    }

    @Test
    @Tag("P41")
    void all_waiting_reads_share_a_round_and_one_is_wanted_only_when_none_is_under_way() {
        assertThat(rounds.wantsRound()).isFalse();
        rounds.offer("a");
        rounds.offer("b");
        assertThat(rounds.wantsRound()).isTrue();
        long round = rounds.begin(7);
        rounds.offer("c");
        assertThat(rounds.wantsRound()).isFalse();

        rounds.onAck(A, round);
        assertThat(rounds.onAck(B, round)).containsExactly(new Confirmed<>(List.of("a", "b"), 7));
        assertThat(rounds.wantsRound()).isTrue();
    }

    @Test
    @Tag("P70")
    void reads_are_bounded_and_an_answered_one_makes_room() {
        assertThat(rounds.offer("a")).isTrue();
        long round = rounds.begin(7);
        assertThat(rounds.offer("b")).isTrue();
        assertThat(rounds.offer("c")).isTrue();
        assertThat(rounds.offer("d")).isFalse();

        rounds.onAck(A, round);
        rounds.onAck(B, round);
        assertThat(rounds.offer("d")).isTrue();
        assertThat(rounds.offer("e")).isFalse();
    }

    @Test
    @Tag("P38")
    void all_unanswered_reads_are_given_back_oldest_first() {
        rounds.offer("a");
        rounds.begin(7);
        rounds.offer("b");

        assertThat(rounds.unanswered()).containsExactly("a", "b");
    }

    @Test
    @Tag("PY-11")
    @Tag("P09")
    void it_takes_an_accept_quorum_by_weight() {
        // accept-quorum 4 of 5: the heavy member needs one more, the two light ones are not enough
        ReadRounds<String> weighted = new ReadRounds<>(members(new QuorumSizes(2, 4), 3, 1, 1), 9);
        weighted.offer("r");
        long round = weighted.begin(7);

        assertThat(weighted.onAck(B, round)).isEmpty();
        assertThat(weighted.onAck(C, round)).isEmpty();
        assertThat(weighted.onAck(A, round)).hasSize(1);
    }

    @Test
    @Tag("GO-N1")
    void a_leader_alone_confirms_itself() {
        ReadRounds<String> alone = new ReadRounds<>(members(QuorumSizes.majority(1), 1), 9);
        alone.offer("r");

        assertThat(alone.onAck(A, alone.begin(3))).containsExactly(new Confirmed<>(List.of("r"), 3));
    }
}
