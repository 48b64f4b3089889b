package io.paxos.spring.jpa;

import java.util.Arrays;

/** The content of a file, in memory. What was never written, below the end of the file, is zero. */
final class FileImage {

    /** All bytes at or above the size are zero. */
    private byte[] bytes;
    private int size;

    /** An image of these bytes, which are copied. */
    FileImage(byte[] content) {
        bytes = content.clone();
        size = content.length;
    }

    /**
     * Writes bytes, beyond the end too.
     *
     * @param position in bytes
     * @throws ArithmeticException if the file would be larger than an array
     */
    void write(long position, byte[] source) {
        if (source.length == 0) {
            return;
        }
        int from = Math.toIntExact(position);
        int end = Math.addExact(from, source.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.addExact(bytes.length, bytes.length / 2)));
        }
        System.arraycopy(source, 0, bytes, from, source.length);
        size = Math.max(size, end);
    }

    /** Cuts the file down to a size in bytes; does nothing if it is not larger. */
    void truncate(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    /** A copy of the content. */
    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }
}
