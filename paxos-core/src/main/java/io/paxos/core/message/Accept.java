package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Slots;
import java.util.List;

/**
 * Phase 2a for a batch of consecutive slots (rule A1). Its entries never change once it was sent (A4).
 *
 * @param ballot the leader's ballot
 * @param firstSlot slot of the first entry
 * @param entries at least one
 * @param chosenUpTo slots up to here are chosen, as this very ballot vouches (L1)
 */
public record Accept(Ballot ballot, long firstSlot, List<Entry> entries, long chosenUpTo) implements Message {

    /**
     * @throws IllegalArgumentException if there is no entry or the slots are out of range
     */
    public Accept {
        entries = List.copyOf(entries);
        Slots.requireRange(firstSlot, entries.size());
    }

    /** Slot of the last entry. */
    public long lastSlot() {
        return firstSlot + entries.size() - 1;
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onAccept(header, this);
    }
}
