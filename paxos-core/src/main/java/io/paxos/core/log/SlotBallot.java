package io.paxos.core.log;

import io.paxos.core.ballot.Ballot;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one slot, without its value: for people who watch.
 *
 * @param slot the slot, from 1
 * @param ballot the ballot of a vote; null if the slot is chosen
 */
public record SlotBallot(long slot, @Nullable Ballot ballot) {

    private static final Comparator<SlotBallot> RANK = Comparator
            .comparing(SlotBallot::ballot, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(SlotBallot::slot);

    /** What a report says, without the value. */
    public static SlotBallot of(SlotReport report) {
        return new SlotBallot(report.slot(), report.vote() == null ? null : report.vote().ballot());
    }

    /**
     * The vote with the highest ballot, in the highest of its slots; where there is no vote, the highest slot chosen; null if
     * there is nothing at all.
     */
    public static @Nullable SlotBallot highest(Stream<SlotBallot> all) {
        return all.max(RANK).orElse(null);
    }

    /** {@code (slot 7, 0.3.node2)} or {@code (slot 7, chosen)}. */
    @Override
    public String toString() {
        return "(slot " + slot + ", " + (ballot == null ? "chosen" : ballot) + ")";
    }
}
