package io.paxos.spring.jpa.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A change of a file: bytes at a place, or a new, lower size.
 *
 * @param position of the first byte; if it truncates, the new size
 * @param bytes not to be changed; none if it truncates
 * @param truncates whether the file becomes shorter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileWrite(long position, byte[] bytes, boolean truncates) {

    private static final byte[] NONE = new byte[0];

    /** Bytes at a place. */
    static FileWrite of(long position, byte[] bytes) {
        return new FileWrite(position, bytes, false);
    }

    /** The file ends at that size, unless it is shorter already. */
    static FileWrite truncation(long size) {
        return new FileWrite(size, NONE, true);
    }

    /** The size of a file of that size after this change. */
    long sizeAfter(long size) {
        return truncates ? Math.min(size, position) : Math.max(size, position + bytes.length);
    }

    /**
     * Makes the change in what was read of a range of the file; bytes behind the end are zero.
     *
     * @param offset where the range begins in {@code read}
     * @param from where it begins in the file
     */
    void changeIn(ByteBuffer read, int offset, long from, int length) {
        if (truncates) {
            for (long at = Math.max(position, from); at < from + length; at++) {
                read.put(offset + (int) (at - from), (byte) 0);
            }
            return;
        }
        long start = Math.max(position, from);
        long stop = Math.min(position + bytes.length, from + length);
        if (start < stop) {
            read.put(offset + (int) (start - from), bytes, (int) (start - position), (int) (stop - start));
        }
    }

    /** Makes the change in the file. */
    void makeIn(FileChannel file) throws IOException {
        if (truncates) {
            file.truncate(Math.min(position, file.size()));
            return;
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            file.write(source, position + source.position());
        }
    }
}
