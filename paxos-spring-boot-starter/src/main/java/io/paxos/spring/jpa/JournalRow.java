package io.paxos.spring.jpa;

import io.paxos.core.membership.StorageId;
import io.paxos.spring.codec.RowBody;
import io.paxos.spring.codec.RowBodyForm;
import io.paxos.spring.codec.UndecodableException;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Votes and chosen values of one write, or a part of them. Rows are added and never changed (PITFALLS 86).
 */
@Entity
@Table(name = "paxos_journal")
class JournalRow {

    /** Most bytes of a body: what an H2 VARBINARY holds. */
    static final int MOST_BYTES = 1_048_576;

    @EmbeddedId
    private JournalKey key;

    @Column(name = "body", nullable = false, length = MOST_BYTES)
    private byte[] body;

    @Column(name = "checksum", nullable = false)
    private long checksum;

    /** For the persistence provider, which fills in what it has read. */
    protected JournalRow() {
        this.key = new JournalKey("", 0);
        this.body = new byte[0];
    }

    /** A row to be added. */
    JournalRow(JournalKey key, StorageId storage, RowBody content) {
        this.key = key;
        this.body = RowBodyForm.encode(content);
        this.checksum = checksum(storage);
    }

    /** Its place. */
    JournalKey key() {
        return key;
    }

    /**
     * What the row says.
     *
     * @throws UndecodableException if it was not written by this store at this place, or has changed since (PITFALLS 18)
     */
    RowBody content(StorageId storage) {
        if (checksum != checksum(storage)) {
            throw new UndecodableException("row " + key.sequence() + " of the journal does not match its checksum");
        }
        return RowBodyForm.decode(body);
    }

    /** The body as it stands in the row. */
    byte[] storedBody() {
        return body.clone();
    }

    /** The checksum as it stands in the row. */
    long storedChecksum() {
        return checksum;
    }

    private long checksum(StorageId storage) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(24).putLong(storage.high()).putLong(storage.low()).putLong(key.sequence()).flip());
        crc.update(body);
        return crc.getValue();
    }
}
