package io.paxos.spring.jpa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One change of a file's content, as it was asked of the operating system. */
sealed interface FileChange {

    /** The unit in which {@link #sectors()} are cut, in bytes: a page of the operating system's cache. */
    int SECTOR = 4_096;

    /** Makes the change in an image of the file. */
    void applyTo(FileImage image);

    /** The change as parts that a disk may take apart, in the order of their positions; together they are the change. */
    List<FileChange> sectors();

    /**
     * The beginning of the change.
     *
     * @param bytes how much of it, from 0 to {@link #length()}; 0 is a change that does nothing
     */
    FileChange head(int bytes);

    /** The bytes that the change carries. */
    int length();

    /**
     * Bytes at a position.
     *
     * @param position in bytes from the beginning of the file
     * @param bytes    nobody writes to them any more
     */
    record Write(long position, byte[] bytes) implements FileChange {

        @Override
        public void applyTo(FileImage image) {
            image.write(position, bytes);
        }

        @Override
        public List<FileChange> sectors() {
            List<FileChange> sectors = new ArrayList<>();
            int from = 0;
            while (from < bytes.length) {
                int room = SECTOR - (int) ((position + from) % SECTOR);
                int to = Math.min(bytes.length, from + room);
                sectors.add(new Write(position + from, Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            return sectors;
        }

        @Override
        public FileChange head(int bytes) {
            return new Write(position, Arrays.copyOf(this.bytes, bytes));
        }

        @Override
        public int length() {
            return bytes.length;
        }
    }

    /**
     * The file's end moves down to a size; one that is not below the present size does nothing.
     *
     * @param size in bytes
     */
    record Truncate(long size) implements FileChange {

        @Override
        public void applyTo(FileImage image) {
            image.truncate(size);
        }

        @Override
        public List<FileChange> sectors() {
            return List.of(this);
        }

        /** A truncation happens or does not: its beginning is one that did not. */
        @Override
        public FileChange head(int bytes) {
            return new Truncate(Long.MAX_VALUE);
        }

        @Override
        public int length() {
            return 0;
        }
    }
}
