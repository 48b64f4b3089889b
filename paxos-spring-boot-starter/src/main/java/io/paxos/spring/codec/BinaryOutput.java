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

/**
 * A buffer that grows as values are written to its end; {@link BinaryInput} reads them back. The notation stands in the
 * description of this package. Not safe for use by several threads.
 *
 * <p>Every write throws an {@link IllegalArgumentException} if the value has no encoding, and then has written nothing;
 * and an {@link ArithmeticException} if the buffer would become longer than an array can be.
 */
public final class BinaryOutput {

    /** Most bytes of an array on every virtual machine. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final int DEFAULT_CAPACITY = 256;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer;
    private int size;

    /** An empty buffer for small values. */
    public BinaryOutput() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * An empty buffer.
     *
     * @param capacity how many bytes it takes before it grows for the first time
     * @throws IllegalArgumentException if the capacity is negative
     */
    public BinaryOutput(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("a buffer has no capacity of " + capacity);
        }
        this.buffer = new byte[capacity];
    }

    /** Number of bytes written. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes one byte, from 0 to 255. */
    public BinaryOutput writeByte(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("a byte is 0 to 255, not " + value);
        }
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Writes one byte, 0 or 1. */
    public BinaryOutput writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    /** Writes 4 bytes. */
    public BinaryOutput writeInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(buffer, size, value);
        size += Integer.BYTES;
        return this;
    }

    /** Writes 8 bytes. */
    public BinaryOutput writeLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(buffer, size, value);
        size += Long.BYTES;
        return this;
    }

    /** Writes a number that is not negative as 1 to 9 bytes. */
    public BinaryOutput writeVarint(long value) {
        reserve(sizeOfVarint(value));
        long rest = value;
        while (rest > 0x7f) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** Writes an {@code ascii}: length and characters, all of which are below 128. */
    public BinaryOutput writeAscii(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0x7f) {
                throw new IllegalArgumentException("character " + i + " of a text is not ASCII");
            }
        }
        reserve(length, sizeOfVarint(length));
        writeVarint(length);
        for (int i = 0; i < length; i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Writes a {@code utf8}: length in bytes and bytes. A text with half a surrogate pair has no encoding. */
    public BinaryOutput writeUtf8(String text) {
        // The library would write a question mark for half a pair, and the text would come back as another one.
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    throw new IllegalArgumentException("character " + i + " of a text is half a surrogate pair");
                }
                i++;
            }
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length, sizeOfVarint(encoded.length));
        writeVarint(encoded.length);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        return this;
    }

    /** Writes {@code bytes}: size and content. */
    public BinaryOutput writeBytes(Bytes bytes) {
        reserve(bytes.size(), sizeOfVarint(bytes.size()));
        return writeVarint(bytes.size()).writeFixedBytes(bytes);
    }

    /** Writes the content without its size, which the reader must know. */
    public BinaryOutput writeFixedBytes(Bytes bytes) {
        reserve(bytes.size());
        bytes.copyTo(buffer, size);
        size += bytes.size();
        return this;
    }

    /** Writes the name of a real node as an {@code ascii}; {@link NodeId#NOBODY} has no encoding outside a ballot. */
    public BinaryOutput writeNodeId(NodeId node) {
        if (node.equals(NodeId.NOBODY)) {
            throw new IllegalArgumentException("nobody is no node");
        }
        return writeAscii(node.value());
    }

    /** Writes epoch and round as {@code varint}, and the node as an {@code ascii}, empty in {@link Ballot#NONE}. */
    public BinaryOutput writeBallot(Ballot ballot) {
        return writeVarint(ballot.epoch()).writeVarint(ballot.round()).writeAscii(ballot.node().value());
    }

    /** Writes 16 bytes. */
    public BinaryOutput writeStorageId(StorageId storage) {
        return writeLong(storage.high()).writeLong(storage.low());
    }

    /**
     * How many bytes {@link #writeVarint} takes.
     *
     * @throws IllegalArgumentException if the value is negative
     */
    public static int sizeOfVarint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint is not negative: " + value);
        }
        return value <= 0x7f ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** How many bytes {@link #writeBytes} takes. */
    public static long sizeOfBytes(Bytes bytes) {
        return (long) sizeOfVarint(bytes.size()) + bytes.size();
    }

    /** How many bytes {@link #writeBallot} takes. */
    public static int sizeOfBallot(Ballot ballot) {
        int node = ballot.node().value().length();
        return sizeOfVarint(ballot.epoch()) + sizeOfVarint(ballot.round()) + sizeOfVarint(node) + node;
    }

    /**
     * The capacity to grow to: at least twice the old one where an array can be so long, so that writing n bytes copies
     * fewer than 2n.
     *
     * @throws ArithmeticException if {@code more} bytes after {@code size} do not fit into an array
     */
    static int grownCapacity(int capacity, int size, long more) {
        long needed = size + more;
        if (needed > MOST_BYTES) {
            throw new ArithmeticException("an encoding of " + needed + " bytes is longer than an array can be");
        }
        return (int) Math.max(needed, Math.min(2L * capacity, MOST_BYTES));
    }

    private void reserve(int length, int sizeOfLength) {
        reserve((long) length + sizeOfLength);
    }

    private void reserve(long more) {
        if (more > buffer.length - size) {
            buffer = Arrays.copyOf(buffer, grownCapacity(buffer.length, size, more));
        }
    }
}
