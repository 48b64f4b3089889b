package io.paxos.spring.jpa.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A file whose writes go to a log first. {@link #force} makes the log durable with all that was written since the last time,
 * then makes these writes in the file, which is not synced for it: should the power fail, the next one to open the file makes
 * them again from the log. The file itself is synced when the log has grown long, and when it is closed.
 *
 * <p>After the loss of power, or of the process, the file is as it was at the last {@code force}, or at the one under way. What
 * was written since waits in memory; it is as much as H2 writes between two syncs, so about one transaction. An operation that
 * fails leaves nothing to be sure of, so that all later ones fail as well (PITFALLS 12).
 */
final class WriteAheadFile extends FileBaseDefault {

    /** Bytes of the log before the file is synced and the log begins anew. */
    private static final long MOST_LOGGED = 8L << 20;

    private final FileChannel file;
    private final WriteAheadLog log;
    private final List<FileWrite> waiting = new ArrayList<>();
    private boolean recovered;
    private boolean failed;

    /**
     * @param file the file, which this closes
     * @param log its log, which this closes
     */
    WriteAheadFile(FileChannel file, WriteAheadLog log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public synchronized long size() throws IOException {
        return guarded(this::sizeWithWaiting);
    }

    private long sizeWithWaiting() throws IOException {
        long size = file.size();
        for (FileWrite write : waiting) {
            size = write.sizeAfter(size);
        }
        return size;
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
        return guarded(() -> {
            long size = sizeWithWaiting();
            if (position >= size) {
                return -1;
            }
            int offset = target.position();
            int length = (int) Math.min(target.remaining(), size - position);
            // what lies beyond the end of the file and in no write is zero, as in a file with a hole
            for (int i = 0; i < length; i++) {
                target.put(offset + i, (byte) 0);
            }
            ByteBuffer range = target.duplicate().limit(offset + length);
            while (range.hasRemaining() && file.read(range, position + range.position() - offset) > 0) {
                // until the range is full or the file ends
            }
            waiting.forEach(write -> write.changeIn(target, offset, position, length));
            target.position(offset + length);
            return length;
        });
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        return guarded(() -> {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            waiting.add(FileWrite.of(position, bytes));
            return bytes.length;
        });
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
        guarded(() -> {
            flush();
            if (log.size() > MOST_LOGGED) {
                checkpoint(file.size());
            }
            return true;
        });
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        guarded(() -> waiting.add(FileWrite.truncation(size)));
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected synchronized void implCloseChannel() throws IOException {
        try (file; log) {
            if (recovered && !failed) {
                // what was never forced was never acknowledged, and may be half of a change
                waiting.clear();
                checkpoint(file.size());
            }
        }
    }

    /** All that waits is in the log, on the disk, and in the file. */
    private void flush() throws IOException {
        if (!waiting.isEmpty()) {
            log.append(waiting);
            makeAll(waiting);
            waiting.clear();
        }
    }

    /**
     * The file is on the disk with all that is in the log, which can begin anew.
     *
     * @param size the size that the file has at least from now on
     */
    private void checkpoint(long size) throws IOException {
        file.force(true);
        log.reset(size);
    }

    /** Makes the writes again that the last opener may not have brought to the disk. Not before the file is locked. */
    private void recover() throws IOException {
        log.takeUp();
        if (log.isNew() && file.size() > 0) {
            throw new DamagedFileException("the log is empty, and the file is not");
        }
        List<List<FileWrite>> records = log.read();
        long least = records.stream().flatMap(List::stream).filter(FileWrite::truncates).mapToLong(FileWrite::position)
                .reduce(log.fileSize(), Math::min);
        if (file.size() < least) {
            throw new DamagedFileException("the file was cut short: it has " + file.size() + " bytes, and had " + least
                    + " or more");
        }
        for (List<FileWrite> writes : records) {
            makeAll(writes);
        }
        checkpoint(file.size());
        recovered = true;
    }

    private void makeAll(List<FileWrite> writes) throws IOException {
        for (FileWrite write : writes) {
            write.makeIn(file);
        }
    }

    private <T> T guarded(Operation<T> operation) throws IOException {
        if (failed) {
            throw new IOException("an earlier operation on this file has failed");
        }
        failed = true;
        if (!recovered) {
            recover();
        }
        T result = operation.run();
        failed = false;
        return result;
    }

    /** Something done to the file. */
    @FunctionalInterface
    private interface Operation<T> {
        T run() throws IOException;
    }
}
