package io.paxos.core.message;

import io.paxos.core.log.Entry;
import java.util.List;

/**
 * Answers {@link Fetch} with values that the sender knows chosen, up to its own mark and no further (rule L5).
 *
 * @param from slot of the first entry
 * @param entries chosen values in order, a page of them; empty if the sender does not know the slot chosen
 * @param chosenUpTo the highest slot that the sender knows chosen
 */
public record Fetched(long from, List<Entry> entries, long chosenUpTo) implements Message {

    /** Copies the entries. */
    public Fetched {
        entries = List.copyOf(entries);
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onFetched(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
