package io.paxos.spring.codec;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.RequestId;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of an {@link Entry}, of a {@link Command} alone, and of a list of entries.
 *
 * <pre>
 * entry       := 01 (no-op) | 02 command
 * command     := request-id [lowest-open] born-at body      lowest-open only with a client's sequence, else it is 0
 * lowest-open := varint
 * born-at     := varint
 * body        := bytes
 * </pre>
 */
public final class EntryForm {

    private static final int NO_OP = 1;
    private static final int COMMAND = 2;

    /** Bytes of a no-op. */
    private static final int LEAST_BYTES = 1;

    private static final Sizes SIZES = new Sizes();

    private EntryForm() {
    }

    /** Writes the one encoding of an entry. */
    public static void write(BinaryOutput out, Entry entry) {
        entry.dispatch(new Writing(out));
    }

    /**
     * Reads an entry. The size of a command's body is bounded by the bytes left alone.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static Entry read(BinaryInput in) {
        int from = in.position();
        int kind = in.readByte("the kind of an entry");
        return switch (kind) {
            case NO_OP -> NoOp.INSTANCE;
            case COMMAND -> readCommand(in);
            default -> throw in.unexpected(from, "the kind of an entry", "kind " + kind
                    + ", which this node does not know: was it written by a newer release?");
        };
    }

    /** How many bytes {@link #write} takes. */
    public static long sizeOf(Entry entry) {
        return entry.dispatch(SIZES);
    }

    /** Writes a list of entries, perhaps empty. */
    public static void writeList(BinaryOutput out, List<Entry> entries) {
        out.writeVarint(entries.size());
        Writing writing = new Writing(out);
        for (Entry entry : entries) {
            entry.dispatch(writing);
        }
    }

    /**
     * Reads a list of entries, perhaps empty.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static List<Entry> readList(BinaryInput in) {
        int count = in.readCount("the count of entries", LEAST_BYTES);
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(read(in));
        }
        return entries;
    }

    /** How many bytes {@link #writeList} takes. */
    public static long sizeOfList(List<Entry> entries) {
        long bytes = BinaryOutput.sizeOfVarint(entries.size());
        for (Entry entry : entries) {
            bytes += sizeOf(entry);
        }
        return bytes;
    }

    /** Writes a command where nothing else can stand. */
    public static void writeCommand(BinaryOutput out, Command command) {
        RequestIdForm.write(out, command.id());
        if (command.id() instanceof ClientSequence) {
            out.writeVarint(command.lowestOpen());
        }
        out.writeVarint(command.bornAt()).writeBytes(command.body());
    }

    /**
     * Reads a command where nothing else can stand.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static Command readCommand(BinaryInput in) {
        int from = in.position();
        RequestId id = RequestIdForm.read(in);
        long lowestOpen = id instanceof ClientSequence ? in.readVarint("the lowest open sequence of a client") : 0;
        long bornAt = in.readVarint("the slot at which a command was born");
        Bytes body = in.readBytes("the body of a command", Integer.MAX_VALUE);
        try {
            return new Command(id, lowestOpen, bornAt, body);
        } catch (IllegalArgumentException e) {
            throw in.refused(from, "a command", e);
        }
    }

    /** How many bytes {@link #writeCommand} takes. */
    public static long sizeOfCommand(Command command) {
        int lowestOpen = command.id() instanceof ClientSequence ? BinaryOutput.sizeOfVarint(command.lowestOpen()) : 0;
        return RequestIdForm.sizeOf(command.id()) + lowestOpen + BinaryOutput.sizeOfVarint(command.bornAt())
                + BinaryOutput.sizeOfBytes(command.body());
    }

    private record Writing(BinaryOutput out) implements Entry.Cases<BinaryOutput> {

        @Override
        public BinaryOutput noOp() {
            return out.writeByte(NO_OP);
        }

        @Override
        public BinaryOutput command(Command command) {
            out.writeByte(COMMAND);
            writeCommand(out, command);
            return out;
        }
    }

    private record Sizes() implements Entry.Cases<Long> {

        @Override
        public Long noOp() {
            return 1L;
        }

        @Override
        public Long command(Command command) {
            return 1 + sizeOfCommand(command);
        }
    }
}
