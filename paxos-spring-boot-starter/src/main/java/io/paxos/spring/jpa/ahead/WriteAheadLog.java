package io.paxos.spring.jpa.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes to another file, on the disk before they are made there. The log has two slots for its header, written in turn so that
 * one of them is always whole, and then a run of records, each with some writes:
 *
 * <pre>
 * log     := header(at 0) header(at 512) record(from 1024 on)...
 * header  := magic (4) run (8) salt (8) file-size (8) checksum (4)
 * record  := magic (4) run (8) number (4) length (4) checksum-of-these (4) checksum-of-payload (4) payload (length)
 * payload := { position (8) size (4) bytes (size) }       size -1 and no bytes: the file ends at the position
 * </pre>
 *
 * <p>The header with the higher run holds. That run ends with the first record that is not its next one, whole and unchanged: the
 * last one may be torn, and records of earlier runs may follow. As each record is on the disk before the next is written, one
 * that is damaged before a whole one was once whole, and the log is refused. Checksums of records begin with the salt, which is
 * random, so that no bytes that somebody wants to be stored can pass for a record. Not safe for use by several threads.
 */
final class WriteAheadLog implements AutoCloseable {

    private static final int MAGIC = 0x5061_5761;
    private static final int HEADER = 32;
    private static final int HEADER_CHECKSUM_AT = 28;
    private static final int SLOT = 512;
    private static final int RECORDS_FROM = 2 * SLOT;
    private static final int HEAD = 28;
    private static final int HEAD_CHECKSUM_AT = 20;
    private static final int PAYLOAD_CHECKSUM_AT = 24;
    private static final int WRITE_HEAD = 12;
    private static final int TRUNCATES = -1;
    private static final int MOST_BYTES = 1 << 30;

    private final FileChannel log;
    private final SecureRandom random = new SecureRandom();
    /** For records that fit, which are most: it is copied to the disk from where it is. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long run;
    private long salt;
    private int records;
    private long end = RECORDS_FROM;
    private long fileSize;

    /**
     * @param log which this closes; not read yet, as others may still be writing to it
     */
    WriteAheadLog(FileChannel log) {
        this.log = log;
    }

    /**
     * Takes up the log, or begins one if it is empty; before anything else, and once nobody else writes to it.
     *
     * @throws IOException if it cannot be read, or has no header and is not new
     */
    void takeUp() throws IOException {
        boolean first = readHeader(0);
        boolean second = readHeader(SLOT);
        if (!first && !second && log.size() > RECORDS_FROM) {
            throw new DamagedFileException("the log has no header");
        }
    }

    /** Whether it was never begun: nothing can have been written to the file then. */
    boolean isNew() {
        return run == 0;
    }

    /** The size that the file had at least when this run began. */
    long fileSize() {
        return fileSize;
    }

    /** The writes of this run, record by record. */
    List<List<FileWrite>> read() throws IOException {
        List<List<FileWrite>> found = new ArrayList<>();
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        long at = RECORDS_FROM;
        ByteBuffer payload = payloadAt(at, head);
        while (payload != null && head.getInt(12) == found.size() + 1) {
            found.add(writesIn(payload));
            at += HEAD + payload.limit();
            payload = payloadAt(at, head);
        }
        requireNoneBehind(at, found.size());
        return found;
    }

    /** The payload of the whole record of this run that begins there, with its head; null if none does. */
    private @Nullable ByteBuffer payloadAt(long at, ByteBuffer head) throws IOException {
        if (!readFully(head.clear(), at) || !isHead(head, 0)) {
            return null;
        }
        int length = head.getInt(16);
        if (length < 0 || length > log.size() - at - HEAD) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        return readFully(payload, at + HEAD) && salted(payload.flip()) == head.getInt(PAYLOAD_CHECKSUM_AT)
                ? payload : null;
    }

    /** Whether these bytes are the head of a record of this run. Nothing of a payload is looked at unless they are. */
    private boolean isHead(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == MAGIC && bytes.getLong(at + 4) == run
                && salted(bytes.duplicate().limit(at + HEAD_CHECKSUM_AT).position(at)) == bytes.getInt(at + HEAD_CHECKSUM_AT);
    }

    /** What ends a run is its end, and not a damaged record: nothing of this run or a later one lies behind. */
    private void requireNoneBehind(long at, int records) throws IOException {
        int size = Math.toIntExact(Math.max(0, log.size() - at));
        ByteBuffer rest = ByteBuffer.allocate(size);
        readFully(rest, at);
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        for (int i = 0; i + HEAD <= size; i++) {
            boolean ofThisRun = isHead(rest, i) && rest.getInt(i + 12) > records + 1 && payloadAt(at + i, head) != null;
            // the header of that run is the damaged one
            boolean ofTheNext = i == 0 && records == 0 && rest.getInt(0) == MAGIC && rest.getLong(4) == run + 1;
            if (ofThisRun || ofTheNext) {
                throw new DamagedFileException("the log is damaged behind record " + records);
            }
        }
    }

    /** Adds a record; it is on the disk when this returns. */
    void append(List<FileWrite> writes) throws IOException {
        long length = writes.stream().mapToLong(write -> WRITE_HEAD + write.bytes().length).sum();
        if (length > MOST_BYTES) {
            throw new IOException("a record of " + length + " bytes is too long");
        }
        int size = HEAD + (int) length;
        ByteBuffer record = size <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocate(size);
        record.putInt(MAGIC).putLong(run).putInt(records + 1).putInt((int) length);
        record.putInt(salted(record.duplicate().flip())).putInt(0);
        writes.forEach(write -> record.putLong(write.position()).putInt(write.truncates() ? TRUNCATES : write.bytes().length)
                .put(write.bytes()));
        record.flip();
        record.putInt(PAYLOAD_CHECKSUM_AT, salted(record.duplicate().position(HEAD)));
        writeFully(record, end);
        log.force(false);
        end += HEAD + length;
        records++;
    }

    /** Bytes of the records that were added to this run. */
    long size() {
        return end - RECORDS_FROM;
    }

    /**
     * Forgets all records, because they are on the disk elsewhere, and begins the next run; on the disk when this returns.
     *
     * @param fileSize the size that the file has at least from now on
     */
    void reset(long fileSize) throws IOException {
        long nextSalt = random.nextLong();
        ByteBuffer header = ByteBuffer.allocate(HEADER).putInt(MAGIC).putLong(run + 1).putLong(nextSalt).putLong(fileSize);
        header.putInt(checksum(header.duplicate().flip())).flip();
        writeFully(header, (run + 1) % 2 * SLOT);
        log.force(false);
        this.fileSize = fileSize;
        salt = nextSalt;
        run++;
        records = 0;
        end = RECORDS_FROM;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private boolean readHeader(long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        if (!readFully(header, at) || header.getInt(0) != MAGIC
                || checksum(header.duplicate().position(0).limit(HEADER_CHECKSUM_AT)) != header.getInt(HEADER_CHECKSUM_AT)) {
            return false;
        }
        if (header.getLong(4) > run) {
            run = header.getLong(4);
            salt = header.getLong(12);
            fileSize = header.getLong(20);
        }
        return true;
    }

    private static int checksum(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    private int salted(ByteBuffer bytes) {
        return checksum(ByteBuffer.allocate(Long.BYTES).putLong(0, salt), bytes.duplicate());
    }

    private static List<FileWrite> writesIn(ByteBuffer payload) throws IOException {
        List<FileWrite> writes = new ArrayList<>();
        while (payload.hasRemaining()) {
            if (payload.remaining() < WRITE_HEAD) {
                throw new DamagedFileException("a record with a good checksum is malformed");
            }
            long position = payload.getLong();
            int size = payload.getInt();
            if (position < 0 || size < TRUNCATES || size > payload.remaining()) {
                throw new DamagedFileException("a record with a good checksum is malformed");
            }
            if (size == TRUNCATES) {
                writes.add(FileWrite.truncation(position));
            } else {
                byte[] bytes = new byte[size];
                payload.get(bytes);
                writes.add(FileWrite.of(position, bytes));
            }
        }
        return writes;
    }

    private boolean readFully(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        while (target.hasRemaining()) {
            if (log.read(target, position + target.position() - start) < 0) {
                return false;
            }
        }
        return true;
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            log.write(source, position + source.position() - start);
        }
    }
}
