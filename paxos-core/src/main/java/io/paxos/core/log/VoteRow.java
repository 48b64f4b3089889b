package io.paxos.core.log;

import io.paxos.core.ballot.Ballot;
import java.util.List;

/**
 * Votes of one batch, as they are made durable: consecutive slots, one ballot. Rows are a journal and are never
 * updated; the vote of a slot is the one with the highest ballot over all rows (PITFALLS 86).
 *
 * @param ballot the ballot voted in
 * @param firstSlot slot of the first entry, from 1
 * @param entries at least one
 */
public record VoteRow(Ballot ballot, long firstSlot, List<Entry> entries) {

    /**
     * @throws IllegalArgumentException if there is no entry or the slot is below 1
     */
    public VoteRow {
        entries = List.copyOf(entries);
        Slots.requireRange(firstSlot, entries.size());
    }

    /** Slot of the last entry. */
    public long lastSlot() {
        return firstSlot + entries.size() - 1;
    }
}
