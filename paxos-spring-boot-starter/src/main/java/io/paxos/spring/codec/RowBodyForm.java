package io.paxos.spring.codec;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.VoteRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole form of a {@link RowBody}, and how a write becomes rows of bounded size.
 *
 * <pre>
 * row-body := version votes chosen       at least one of the lists is not empty
 * version  := 01
 * votes    := list of vote-row
 * chosen   := list of chosen-row
 * </pre>
 */
public final class RowBodyForm {

    private static final int VERSION = 1;

    /** Most bytes of a body besides its rows: the version and two counts. */
    private static final int MOST_HEAD = 1 + 2 * BinaryOutput.sizeOfVarint(Integer.MAX_VALUE);

    private RowBodyForm() {
    }

    /**
     * The one encoding of a body.
     *
     * @throws ArithmeticException if it would be longer than an array can be
     */
    public static byte[] encode(RowBody body) {
        BinaryOutput out = new BinaryOutput(Math.toIntExact(sizeOf(body)));
        out.writeByte(VERSION).writeVarint(body.votes().size());
        for (VoteRow row : body.votes()) {
            RowForm.write(out, row);
        }
        out.writeVarint(body.chosen().size());
        for (ChosenRow row : body.chosen()) {
            RowForm.write(out, row);
        }
        return out.toByteArray();
    }

    /**
     * The body that has this encoding.
     *
     * @throws UndecodableException if there is none
     */
    public static RowBody decode(byte[] encoded) {
        BinaryInput in = new BinaryInput(encoded);
        in.readVersion("a row of a journal", VERSION);
        int votesCount = in.readCount("the count of vote rows", RowForm.LEAST_VOTE_ROW);
        List<VoteRow> votes = new ArrayList<>(votesCount);
        for (int i = 0; i < votesCount; i++) {
            votes.add(RowForm.readVoteRow(in));
        }
        int chosenCount = in.readCount("the count of chosen rows", RowForm.LEAST_CHOSEN_ROW);
        List<ChosenRow> chosen = new ArrayList<>(chosenCount);
        for (int i = 0; i < chosenCount; i++) {
            chosen.add(RowForm.readChosenRow(in));
        }
        in.requireEnd();
        try {
            return new RowBody(votes, chosen);
        } catch (IllegalArgumentException e) {
            throw in.refused(0, "a row of a journal", e);
        }
    }

    /** How many bytes {@link #encode} gives. */
    public static long sizeOf(RowBody body) {
        long bytes = 1L + BinaryOutput.sizeOfVarint(body.votes().size()) + BinaryOutput.sizeOfVarint(body.chosen().size());
        for (VoteRow row : body.votes()) {
            bytes += RowForm.sizeOf(row);
        }
        for (ChosenRow row : body.chosen()) {
            bytes += RowForm.sizeOf(row);
        }
        return bytes;
    }

    /**
     * The votes and chosen values of a write, in order, in bodies of at most so many bytes each; rows are split where they
     * must be. An entry that is too large even alone gets a larger body of its own.
     *
     * @param mostBytes most bytes by {@link #sizeOf}, at least 1
     * @return empty if the write changes only the meta row
     * @throws IllegalArgumentException if {@code mostBytes} is below 1
     */
    public static List<RowBody> bodiesOf(AcceptorWrite write, int mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("a row takes at least 1 byte, not at most " + mostBytes);
        }
        int room = Math.max(1, mostBytes - MOST_HEAD);
        Packing packing = new Packing(room);
        for (VoteRow row : write.votes()) {
            for (VoteRow part : RowForm.split(row, room)) {
                packing.makeRoomFor(RowForm.sizeOf(part));
                packing.votes.add(part);
            }
        }
        for (ChosenRow row : write.chosen()) {
            for (ChosenRow part : RowForm.split(row, room)) {
                packing.makeRoomFor(RowForm.sizeOf(part));
                packing.chosen.add(part);
            }
        }
        packing.finishBody();
        return packing.bodies;
    }

    /** Fills one body after the other. */
    private static final class Packing {

        private final int room;
        private final List<RowBody> bodies = new ArrayList<>();
        private final List<VoteRow> votes = new ArrayList<>();
        private final List<ChosenRow> chosen = new ArrayList<>();
        private long bytes;

        Packing(int room) {
            this.room = room;
        }

        void makeRoomFor(long size) {
            if (bytes + size > room) {
                finishBody();
            }
            bytes += size;
        }

        void finishBody() {
            if (!votes.isEmpty() || !chosen.isEmpty()) {
                bodies.add(new RowBody(votes, chosen));
            }
            votes.clear();
            chosen.clear();
            bytes = 0;
        }
    }
}
