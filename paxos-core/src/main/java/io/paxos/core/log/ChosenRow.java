package io.paxos.core.log;

import java.util.List;

/**
 * Values that were learnt as chosen otherwise than by an own vote. Stored as chosen, they outrank every vote (rule L4).
 *
 * @param firstSlot slot of the first entry, from 1
 * @param entries at least one
 */
public record ChosenRow(long firstSlot, List<Entry> entries) {

    /**
     * @throws IllegalArgumentException if there is no entry or the slot is below 1
     */
    public ChosenRow {
        entries = List.copyOf(entries);
        Slots.requireRange(firstSlot, entries.size());
    }

    /** Slot of the last entry. */
    public long lastSlot() {
        return firstSlot + entries.size() - 1;
    }
}
