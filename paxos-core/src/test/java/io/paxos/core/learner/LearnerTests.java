package io.paxos.core.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Vote;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a learner takes for chosen (rules L3 to L6). */
class LearnerTests {

    private static final Ballot B1 = new Ballot(0, 1, NodeId.of("a"));
    private static final Ballot B2 = new Ballot(0, 2, NodeId.of("b"));

    private final Learner learner = new Learner(new ChosenLog());
    private final Map<Long, Vote> votes = new TreeMap<>();

    @Test
    @Tag("P29")
    void an_announced_slot_is_chosen_with_the_own_vote_of_that_very_ballot() {
        votes.put(1L, vote(B1, "x"));

        learner.onAnnouncement(B1, 1, votes::get);

        assertThat(learner.chosenUpTo()).isEqualTo(1);
        assertThat(learner.chosen().get(1)).isEqualTo(value("x"));
        assertThat(learner.isBehind()).isFalse();
    }

    @Test
    @Tag("P29")
    void a_vote_of_a_lower_ballot_is_not_taken_for_the_announced_value() {
        votes.put(1L, vote(B1, "never chosen"));

        learner.onAnnouncement(B2, 1, votes::get);

        assertThat(learner.chosenUpTo()).isZero();
        assertThat(learner.isBehind()).isTrue();
    }

    @Test
    @Tag("P29")
    void a_vote_of_a_higher_ballot_is_not_taken_for_the_announced_value_either() {
        // L3 says "that very ballot", so that no argument about ballots in between is needed
        votes.put(1L, vote(B2, "y"));

        learner.onAnnouncement(B1, 1, votes::get);

        assertThat(learner.chosenUpTo()).isZero();
    }

    @Test
    @Tag("P29")
    void a_vote_that_comes_after_its_announcement_is_taken_when_it_is_there() {
        learner.onAnnouncement(B1, 2, votes::get);
        votes.put(1L, vote(B1, "x"));
        votes.put(2L, vote(B1, "y"));

        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosenUpTo()).isEqualTo(2);
    }

    @Test
    @Tag("P29")
    void what_one_ballot_announced_makes_no_vote_of_the_next_ballot_chosen() {
        learner.onAnnouncement(B1, 3, votes::get);
        learner.onAnnouncement(B2, 0, votes::get);
        votes.put(1L, vote(B2, "y"));

        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosenUpTo()).isZero();
    }

    @Test
    @Tag("P29")
    void an_announcement_of_an_older_ballot_still_makes_votes_of_that_ballot_chosen() {
        learner.onAnnouncement(B2, 0, votes::get);
        votes.put(1L, vote(B1, "x"));

        learner.onAnnouncement(B1, 1, votes::get);

        assertThat(learner.chosenUpTo()).isEqualTo(1);
    }

    @Test
    @Tag("P35")
    void a_vote_above_a_gap_is_not_chosen_before_the_gap_is_closed() {
        votes.put(1L, vote(B1, "a"));
        votes.put(3L, vote(B1, "c"));
        learner.onAnnouncement(B1, 3, votes::get);
        assertThat(learner.chosenUpTo()).isEqualTo(1);

        // the value of slot 2 is fetched; now the vote in slot 3 counts
        learner.onChosenElsewhere(2, List.of(value("b")));
        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosenUpTo()).isEqualTo(3);
        assertThat(learner.chosen().page(1, 9, 999)).containsExactly(value("a"), value("b"), value("c"));
    }

    @Test
    @Tag("P35")
    void votes_above_the_announced_slot_stay_votes() {
        votes.put(1L, vote(B1, "a"));
        votes.put(2L, vote(B1, "b"));

        learner.onAnnouncement(B1, 1, votes::get);

        assertThat(learner.chosenUpTo()).isEqualTo(1);
    }

    @Test
    @Tag("P35")
    void fetched_values_above_a_gap_are_not_taken() {
        assertThat(learner.onChosenElsewhere(2, List.of(value("b")))).isNull();
        assertThat(learner.chosenUpTo()).isZero();
    }

    @Test
    @Tag("P88")
    void fetched_values_are_stored_as_chosen_and_only_the_news_of_them() {
        learner.onChosenElsewhere(1, List.of(value("a"), value("b")));

        assertThat(learner.onChosenElsewhere(2, List.of(value("b"), value("c"), value("d"))))
                .isEqualTo(new ChosenRow(3, List.of(value("c"), value("d"))));
        assertThat(learner.chosenUpTo()).isEqualTo(4);
        assertThat(learner.onChosenElsewhere(1, List.of(value("a"), value("b")))).isNull();
        assertThat(learner.onChosenElsewhere(5, List.of())).isNull();
    }

    @Test
    @Tag("P88")
    void a_fetched_value_wins_over_a_stale_vote_of_the_own_acceptor() {
        votes.put(1L, vote(B1, "stale"));
        learner.onAnnouncement(B2, 1, votes::get);

        learner.onChosenElsewhere(1, List.of(value("chosen")));
        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosen().get(1)).isEqualTo(value("chosen"));
        assertThat(learner.isBehind()).isFalse();
    }

    @Test
    @Tag("P38")
    void a_chosen_value_never_changes() {
        learner.onChosenElsewhere(1, List.of(value("first")));
        votes.put(1L, vote(B2, "second"));

        learner.onAnnouncement(B2, 1, votes::get);
        learner.onChosenElsewhere(1, List.of(value("third")));

        assertThat(learner.chosen().get(1)).isEqualTo(value("first"));
    }

    @Test
    @Tag("GO-L4")
    void slots_are_decided_each_by_itself_and_known_in_order() {
        votes.put(2L, vote(B1, "b"));
        votes.put(1L, vote(B1, "a"));

        learner.onAnnouncement(B1, 1, votes::get);
        assertThat(learner.chosenUpTo()).isEqualTo(1);
        learner.onAnnouncement(B1, 2, votes::get);
        assertThat(learner.chosenUpTo()).isEqualTo(2);
    }

    @Test
    @Tag("GO-L3")
    void a_vote_that_nobody_announced_is_no_choice() {
        votes.put(1L, vote(B1, "x"));

        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosenUpTo()).isZero();
    }

    @Test
    @Tag("PY-7")
    void a_node_that_misses_even_the_last_value_notices_by_the_announcement() {
        assertThat(learner.isBehind()).isFalse();

        learner.onAnnouncement(B1, 1, votes::get);

        assertThat(learner.isBehind()).isTrue();
    }

    @Test
    @Tag("P29")
    void that_some_node_knows_a_slot_chosen_makes_no_vote_chosen() {
        votes.put(1L, vote(B1, "x"));

        learner.onChosenSomewhere(1);
        learner.takeMatchingVotes(votes::get);

        assertThat(learner.chosenUpTo()).isZero();
        assertThat(learner.isBehind()).isTrue();
    }

    private static Vote vote(Ballot ballot, String text) {
        return new Vote(ballot, value(text));
    }

    private static Entry value(String text) {
        return new Command(new ClientSequence(new ClientId(0, 1), 1), 1, 0, Bytes.utf8(text));
    }
}
