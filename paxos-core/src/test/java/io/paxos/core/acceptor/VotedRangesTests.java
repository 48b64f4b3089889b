package io.paxos.core.acceptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory of votes that are no longer kept; what it wrongly covered would be acknowledged without a vote. */
class VotedRangesTests {

    private static final Ballot BALLOT = new Ballot(0, 1, NodeId.of("a"));
    private static final Ballot HIGHER = new Ballot(0, 2, NodeId.of("a"));

    private final VotedRanges ranges = new VotedRanges();

    @Test
    @Tag("P92")
    void covers_just_what_a_plain_set_of_slots_would() {
        long seed = 92;
        Random random = new Random(seed);
        Set<Long> twin = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            long first = 1 + random.nextInt(400);
            long last = first + random.nextInt(6);
            boolean expected = true;
            for (long slot = first; slot <= last; slot++) {
                expected &= twin.contains(slot);
            }
            assertThat(ranges.covers(BALLOT, first, last)).as("seed %d, step %d", seed, step).isEqualTo(expected);
            if (random.nextInt(8) == 0) {
                ranges.add(BALLOT, first, last);
                for (long slot = first; slot <= last; slot++) {
                    twin.add(slot);
                }
            }
        }
    }

    @Test
    @Tag("P36")
    void votes_of_one_ballot_cover_nothing_in_another() {
        ranges.add(BALLOT, 1, 9);
        assertThat(ranges.covers(HIGHER, 1, 9)).isFalse();

        ranges.add(HIGHER, 3, 3);
        assertThat(ranges.covers(HIGHER, 1, 9)).isFalse();
        assertThat(ranges.covers(BALLOT, 1, 9)).isFalse();
    }

    @Test
    @Tag("P70")
    void keeps_the_highest_ranges_when_there_are_too_many_gaps() {
        for (long slot = 1; slot <= 4_000; slot += 2) {
            ranges.add(BALLOT, slot, slot);
        }
        assertThat(ranges.covers(BALLOT, 3_999, 3_999)).isTrue();
        assertThat(ranges.covers(BALLOT, 1, 1)).isFalse();
        assertThat(ranges.covers(BALLOT, 3_997, 3_999)).as("a gap is never filled").isFalse();
    }
}
