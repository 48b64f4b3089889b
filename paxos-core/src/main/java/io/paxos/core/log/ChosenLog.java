package io.paxos.core.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The chosen prefix of the log: every slot from 1 to {@link #upTo()} with its value, without a gap (rule L5). It only
 * grows. Unbounded until snapshots let it forget its beginning.
 */
public final class ChosenLog {

    private final List<Entry> entries = new ArrayList<>();

    /** The highest slot known chosen; 0 if none. */
    public long upTo() {
        return entries.size();
    }

    /** The highest slot that is no longer kept; 0 until snapshots come. */
    public long compactedUpTo() {
        return 0;
    }

    /**
     * The value of a slot.
     *
     * @throws IndexOutOfBoundsException if the slot is not in {@code (compactedUpTo(), upTo()]}
     */
    public Entry get(long slot) {
        if (slot <= compactedUpTo() || slot > upTo()) {
            throw new IndexOutOfBoundsException("slot " + slot + " is not in the chosen prefix, which ends at " + upTo());
        }
        return entries.get((int) (slot - 1));
    }

    /** Adds the value of the slot after {@link #upTo()}. */
    public void append(Entry entry) {
        entries.add(entry);
    }

    /**
     * Values from a slot on, in order, as many as the limits allow but at least one if the slot is known.
     *
     * @param from first slot, above {@link #compactedUpTo()}
     * @param maxEntries most entries, at least 1
     * @param maxBytes most bytes by {@link Entry#sizeInBytes()}
     */
    public List<Entry> page(long from, int maxEntries, int maxBytes) {
        List<Entry> page = new ArrayList<>();
        long bytes = 0;
        for (long slot = from; slot <= upTo() && page.size() < maxEntries; slot++) {
            Entry entry = get(slot);
            bytes += entry.sizeInBytes();
            if (bytes > maxBytes && !page.isEmpty()) {
                break;
            }
            page.add(entry);
        }
        return Collections.unmodifiableList(page);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ChosenLog that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }
}
