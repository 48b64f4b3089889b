package io.paxos.spring.jpa.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes to another file, on the disk before they are made there. The log has two slots for its header, written in turn so that
 * one of them is always whole, and then a run of records, each with some writes:
 *
 * <pre>
 * log     := header(at 0) header(at 512) record(from 1024 on)...
 * header  := magic (4) run (8) file-size (8) checksum (4)
 * record  := magic (4) run (8) number (4) length (4) checksum (4) payload (length)
 * payload := { position (8) size (4) bytes (size) }       size -1 and no bytes: the file ends at the position
 * </pre>
 *
 * <p>The header with the higher run holds. That run ends with the first record that is not its next one, whole and unchanged: the
 * last one may be torn, and records of earlier runs may follow. Not safe for use by several threads.
 */
final class WriteAheadLog implements AutoCloseable {

    private static final int MAGIC = 0x5061_5761;
    private static final int HEADER = 24;
    private static final int HEADER_CHECKSUM_AT = 20;
    private static final int SLOT = 512;
    private static final int RECORDS_FROM = 2 * SLOT;
    private static final int HEAD = 24;
    private static final int HEAD_CHECKSUM_AT = 20;
    private static final int WRITE_HEAD = 12;
    private static final int TRUNCATES = -1;
    private static final int MOST_BYTES = 1 << 30;

    private final FileChannel log;
    private long run;
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
            throw new IOException("the log has no header");
        }
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
        while (readFully(head.clear(), at)) {
            int length = head.getInt(16);
            if (head.getInt(0) != MAGIC || head.getLong(4) != run || head.getInt(12) != found.size() + 1 || length < 0
                    || length > log.size() - at - HEAD) {
                break;
            }
            ByteBuffer payload = ByteBuffer.allocate(length);
            if (!readFully(payload, at + HEAD) || checksum(head, payload.flip()) != head.getInt(HEAD_CHECKSUM_AT)) {
                break;
            }
            found.add(writesIn(payload));
            at += HEAD + length;
        }
        return found;
    }

    /** Adds a record; it is on the disk when this returns. */
    void append(List<FileWrite> writes) throws IOException {
        long length = writes.stream().mapToLong(write -> WRITE_HEAD + write.bytes().length).sum();
        if (length > MOST_BYTES) {
            throw new IOException("a record of " + length + " bytes is too long");
        }
        ByteBuffer record = ByteBuffer.allocate(HEAD + (int) length);
        record.putInt(MAGIC).putLong(run).putInt(records + 1).putInt((int) length).putInt(0);
        writes.forEach(write -> record.putLong(write.position()).putInt(write.truncates() ? TRUNCATES : write.bytes().length)
                .put(write.bytes()));
        record.flip();
        record.putInt(HEAD_CHECKSUM_AT, checksum(record, record.duplicate().position(HEAD)));
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
        ByteBuffer header = ByteBuffer.allocate(HEADER).putInt(MAGIC).putLong(run + 1).putLong(fileSize);
        header.putInt(checksum(header.duplicate().flip())).flip();
        writeFully(header, (run + 1) % 2 * SLOT);
        log.force(false);
        this.fileSize = fileSize;
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
            fileSize = header.getLong(12);
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

    private static int checksum(ByteBuffer head, ByteBuffer payload) {
        return checksum(new ByteBuffer[] {head.duplicate().position(0).limit(HEAD_CHECKSUM_AT), payload.duplicate()});
    }

    private static List<FileWrite> writesIn(ByteBuffer payload) throws IOException {
        List<FileWrite> writes = new ArrayList<>();
        while (payload.hasRemaining()) {
            if (payload.remaining() < WRITE_HEAD) {
                throw new IOException("a record with a good checksum is malformed");
            }
            long position = payload.getLong();
            int size = payload.getInt();
            if (position < 0 || size < TRUNCATES || size > payload.remaining()) {
                throw new IOException("a record with a good checksum is malformed");
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
