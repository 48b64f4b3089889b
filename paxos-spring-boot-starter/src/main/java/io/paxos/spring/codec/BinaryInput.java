package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.membership.StorageId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads forwards what {@link BinaryOutput} wrote, and nothing else: there are no defaults, and every length and count is
 * checked before anything is allocated for it.
 *
 * <p>Every read names {@code what} it expects, for the message of the {@link UndecodableException} that it throws if the
 * bytes at its position are something else. After that exception the position means nothing. Not safe for use by
 * several threads.
 */
public final class BinaryInput {

    /** Most characters of a message that comes from outside this package. */
    private static final int MOST_REASON = 200;

    /** Most characters of a node id. */
    private static final int MOST_NODE_ID = 63;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    /** Reads the whole array, which must not change meanwhile. */
    public BinaryInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Reads the range {@code [from, to)} of the array, which must not change meanwhile.
     *
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public BinaryInput(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.start = from;
        this.end = to;
        this.at = from;
    }

    /** Number of bytes read so far; messages count bytes in the same way, from the start of the range. */
    public int position() {
        return at - start;
    }

    /** Number of bytes not read yet. */
    public int remaining() {
        return end - at;
    }

    /** Makes sure that everything was read. */
    public void requireEnd() {
        if (at != end) {
            throw unexpected(position(), "the end", remaining() + " more bytes");
        }
    }

    /**
     * Reads the version that a whole form begins with.
     *
     * @param form what is of that version
     * @param known the only version that this node reads, from 1 to 255
     */
    public void readVersion(String form, int known) {
        if (at == end) {
            throw unexpected(position(), "the version of " + form, "the end");
        }
        int version = bytes[at++] & 0xff;
        if (version > known) {
            throw unexpected(position() - 1, "the version of " + form, "version " + version + ", and this node knows version "
                    + known + " only: was it written by a newer release?");
        }
        if (version < known) {
            throw unexpected(position() - 1, "the version of " + form, "version " + version + ", which this node cannot read");
        }
    }

    /** Reads one byte, from 0 to 255. */
    public int readByte(String what) {
        require(1, what);
        return bytes[at++] & 0xff;
    }

    /** Reads one byte that is 0 or 1. */
    public boolean readBoolean(String what) {
        int value = readByte(what);
        if (value > 1) {
            throw unexpected(position() - 1, what, value + ", which is neither 0 (no) nor 1 (yes)");
        }
        return value == 1;
    }

    /** Reads 4 bytes. */
    public int readInt(String what) {
        require(Integer.BYTES, what);
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    /** Reads 8 bytes. */
    public long readLong(String what) {
        require(Long.BYTES, what);
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Reads a number from 0 to 2^63 - 1 in its one encoding. */
    public long readVarint(String what) {
        int from = position();
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            if (at == end) {
                throw unexpected(from, what, "a number that the end cuts short");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw unexpected(from, what, "a number in more bytes than it needs");
                }
                return value;
            }
        }
        throw unexpected(from, what, "a number above 2^63 - 1");
    }

    /** Reads a varint from 0 to {@code most}. */
    public int readVarintUpTo(String what, int most) {
        int from = position();
        long value = readVarint(what);
        if (value > most) {
            throw unexpected(from, what, value + ", which is above the most of " + most);
        }
        return (int) value;
    }

    /**
     * Reads the count of a list, which is no larger than the bytes left can hold.
     *
     * @param leastBytesEach fewest bytes of one element, at least 1
     */
    public int readCount(String what, int leastBytesEach) {
        int from = position();
        long count = readVarint(what);
        if (count > remaining() / leastBytesEach) {
            throw unexpected(from, what, "a count of " + count + " with " + remaining() + " bytes left");
        }
        return (int) count;
    }

    /** Reads an {@code ascii} of at most so many characters. */
    public String readAscii(String what, int mostLength) {
        int length = readLength(what, mostLength);
        for (int i = at; i < at + length; i++) {
            if (bytes[i] < 0) {
                throw unexpected(i - start, what, "a character that is not ASCII");
            }
        }
        String text = new String(bytes, at, length, StandardCharsets.US_ASCII);
        at += length;
        return text;
    }

    /** Reads a {@code utf8} of at most so many bytes. */
    public String readUtf8(String what, int mostBytes) {
        int length = readLength(what, mostBytes);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        // What is malformed became replacement characters, whose bytes are not those that were read.
        byte[] wellFormed = text.getBytes(StandardCharsets.UTF_8);
        int wrong = Arrays.mismatch(wellFormed, 0, wellFormed.length, bytes, at, at + length);
        if (wrong >= 0) {
            throw unexpected(position() + wrong, what, "malformed UTF-8");
        }
        at += length;
        return text;
    }

    /** Reads {@code bytes} of at most that size. */
    public Bytes readBytes(String what, int mostSize) {
        return readFixedBytes(what, readLength(what, mostSize));
    }

    /** Reads exactly so many bytes, without a size before them. */
    public Bytes readFixedBytes(String what, int size) {
        require(size, what);
        Bytes content = Bytes.copyOf(bytes, at, at + size);
        at += size;
        return content;
    }

    /** Reads the name of a real node. */
    public NodeId readNodeId(String what) {
        int from = position();
        NodeId node = readNodeOrNobody(what);
        if (node.equals(NodeId.NOBODY)) {
            throw unexpected(from, what, "nobody");
        }
        return node;
    }

    /** Reads a ballot, perhaps {@link Ballot#NONE}. */
    public Ballot readBallot(String what) {
        int from = position();
        long epoch = readVarint(what);
        long round = readVarint(what);
        NodeId node = readNodeOrNobody(what);
        try {
            return new Ballot(epoch, round, node);
        } catch (IllegalArgumentException e) {
            throw refused(from, what, e);
        }
    }

    /** Reads 16 bytes. */
    public StorageId readStorageId(String what) {
        return new StorageId(readLong(what), readLong(what));
    }

    /**
     * The exception for bytes that are not what they should be.
     *
     * @param position byte at which it was expected, counted as {@link #position()} does
     * @param what what was expected
     * @param found what is there instead; in words or numbers of our own, not as content
     */
    public UndecodableException unexpected(int position, String what, String found) {
        return new UndecodableException("expected " + what + " at byte " + position + " of " + (end - start) + ", found "
                + found);
    }

    /**
     * The exception for bytes that are well formed, but hold a value that its type refuses. It keeps the words of the
     * refusal, capped and without control characters, and not the refusal itself, whose trace would show them raw
     * (PITFALLS 83).
     *
     * @param position byte at which the value begins, counted as {@link #position()} does
     * @param what what was expected
     * @param refusal what the constructor threw
     */
    public UndecodableException refused(int position, String what, RuntimeException refusal) {
        StringBuilder words = new StringBuilder("a value that is refused: ");
        String reason = String.valueOf(refusal.getMessage());
        for (int i = 0; i < Math.min(reason.length(), MOST_REASON); i++) {
            char c = reason.charAt(i);
            words.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        return unexpected(position, what, words.toString());
    }

    /** The core's own refusal would repeat the text, which may be anything, so it is not repeated here. */
    private NodeId readNodeOrNobody(String what) {
        int from = position();
        String value = readAscii(what, MOST_NODE_ID);
        try {
            return new NodeId(value);
        } catch (IllegalArgumentException e) {
            throw unexpected(from, what, "a text that is no node id");
        }
    }

    private int readLength(String what, int most) {
        int from = position();
        long length = readVarint(what);
        if (length > most) {
            throw unexpected(from, what, "a length of " + length + ", which is above the most of " + most);
        }
        if (length > remaining()) {
            throw unexpected(from, what, "a length of " + length + " with " + remaining() + " bytes left");
        }
        return (int) length;
    }

    private void require(int length, String what) {
        if (length > remaining()) {
            throw unexpected(position(), what, remaining() + " bytes before the end where it takes " + length);
        }
    }
}
