package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.Entry;
import io.paxos.core.log.VoteRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The forms of a {@link VoteRow} and of a {@link ChosenRow}, which stand in a {@link RowBody}; and how a long row becomes
 * several shorter ones that say the same.
 *
 * <pre>
 * vote-row   := ballot chosen-row
 * chosen-row := first-slot entries
 * first-slot := varint
 * entries    := list of entry
 * </pre>
 */
public final class RowForm {

    /** Bytes of one no-op in slot 1 and {@link Ballot#NONE}. */
    static final int LEAST_VOTE_ROW = 6;

    /** Bytes of one no-op in slot 1. */
    static final int LEAST_CHOSEN_ROW = 3;

    private RowForm() {
    }

    /** Writes the one encoding of a row of votes. */
    public static void write(BinaryOutput out, VoteRow row) {
        out.writeBallot(row.ballot()).writeVarint(row.firstSlot());
        EntryForm.writeList(out, row.entries());
    }

    /** Writes the one encoding of a row of chosen values. */
    public static void write(BinaryOutput out, ChosenRow row) {
        out.writeVarint(row.firstSlot());
        EntryForm.writeList(out, row.entries());
    }

    /**
     * Reads a row of votes.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static VoteRow readVoteRow(BinaryInput in) {
        Ballot ballot = in.readBallot("the ballot of votes");
        int from = in.position();
        long firstSlot = in.readVarint("the first slot of votes");
        List<Entry> entries = EntryForm.readList(in);
        try {
            return new VoteRow(ballot, firstSlot, entries);
        } catch (IllegalArgumentException e) {
            throw in.refused(from, "the slots of votes", e);
        }
    }

    /**
     * Reads a row of chosen values.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static ChosenRow readChosenRow(BinaryInput in) {
        int from = in.position();
        long firstSlot = in.readVarint("the first slot of chosen values");
        List<Entry> entries = EntryForm.readList(in);
        try {
            return new ChosenRow(firstSlot, entries);
        } catch (IllegalArgumentException e) {
            throw in.refused(from, "the slots of chosen values", e);
        }
    }

    /** How many bytes a row of votes takes. */
    public static long sizeOf(VoteRow row) {
        return BinaryOutput.sizeOfBallot(row.ballot()) + BinaryOutput.sizeOfVarint(row.firstSlot())
                + EntryForm.sizeOfList(row.entries());
    }

    /** How many bytes a row of chosen values takes. */
    public static long sizeOf(ChosenRow row) {
        return BinaryOutput.sizeOfVarint(row.firstSlot()) + EntryForm.sizeOfList(row.entries());
    }

    /**
     * The same votes, in order, in rows of at most so many bytes each. An entry that is too large even alone gets a
     * larger row of its own.
     *
     * @param mostBytes most bytes by {@link #sizeOf(VoteRow)}, at least 1
     * @throws IllegalArgumentException if {@code mostBytes} is below 1
     */
    public static List<VoteRow> split(VoteRow row, int mostBytes) {
        List<VoteRow> rows = new ArrayList<>();
        int head = BinaryOutput.sizeOfBallot(row.ballot());
        for (Range range : ranges(row.firstSlot(), row.entries(), head, mostBytes)) {
            rows.add(new VoteRow(row.ballot(), row.firstSlot() + range.from(), range.of(row.entries())));
        }
        return rows;
    }

    /**
     * The same values, in order, in rows of at most so many bytes each. An entry that is too large even alone gets a
     * larger row of its own.
     *
     * @param mostBytes most bytes by {@link #sizeOf(ChosenRow)}, at least 1
     * @throws IllegalArgumentException if {@code mostBytes} is below 1
     */
    public static List<ChosenRow> split(ChosenRow row, int mostBytes) {
        List<ChosenRow> rows = new ArrayList<>();
        for (Range range : ranges(row.firstSlot(), row.entries(), 0, mostBytes)) {
            rows.add(new ChosenRow(row.firstSlot() + range.from(), range.of(row.entries())));
        }
        return rows;
    }

    /**
     * Which entries go together, as many as fit each time.
     *
     * @param head bytes of a row before its first slot
     */
    private static List<Range> ranges(long firstSlot, List<Entry> entries, int head, int mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("a row takes at least 1 byte, not at most " + mostBytes);
        }
        List<Range> ranges = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            long size = EntryForm.sizeOf(entries.get(i));
            long whole = head + BinaryOutput.sizeOfVarint(firstSlot + from) + BinaryOutput.sizeOfVarint(i + 1 - from) + bytes
                    + size;
            if (whole > mostBytes && i > from) {
                ranges.add(new Range(from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        ranges.add(new Range(from, entries.size()));
        return ranges;
    }

    /** The entries of {@code [from, to)}. */
    private record Range(int from, int to) {

        List<Entry> of(List<Entry> entries) {
            return entries.subList(from, to);
        }
    }
}
