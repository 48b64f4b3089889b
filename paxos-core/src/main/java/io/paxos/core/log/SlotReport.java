package io.paxos.core.log;

import org.jspecify.annotations.Nullable;

/**
 * What an acceptor reports of one slot in phase 1: its vote, or, if it knows the slot chosen, the chosen value, which
 * outranks every vote (rules S3, L4).
 *
 * @param slot the slot, from 1
 * @param vote the vote, or null if the value is chosen
 * @param chosen the chosen value, or null if it is a vote
 */
public record SlotReport(long slot, @Nullable Vote vote, @Nullable Entry chosen) {

    /**
     * @throws IllegalArgumentException unless exactly one of vote and chosen is there and the slot is at least 1
     */
    public SlotReport {
        if (slot < 1 || (vote == null) == (chosen == null)) {
            throw new IllegalArgumentException("slot " + slot + " reports either a vote or a chosen value");
        }
    }

    /** Reports a vote. */
    public static SlotReport ofVote(long slot, Vote vote) {
        return new SlotReport(slot, vote, null);
    }

    /** Reports a chosen value. */
    public static SlotReport ofChosen(long slot, Entry entry) {
        return new SlotReport(slot, null, entry);
    }

    /** The reported value. */
    public Entry entry() {
        if (chosen != null) {
            return chosen;
        }
        if (vote == null) {
            throw new IllegalStateException("the constructor allows no such report");
        }
        return vote.entry();
    }
}
