package io.paxos.spring.jpa;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.StorageId;
import io.paxos.spring.codec.BinaryOutput;
import io.paxos.spring.codec.BindingForm;
import io.paxos.spring.codec.UndecodableException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.zip.CRC32C;

/** The one row of a group that every write changes: whose store this is, what was promised, and where the journal ends. */
@Entity
@Table(name = "paxos_meta")
class MetaRow {

    /** Version of the tables and of what stands in them. */
    static final int SCHEMA_VERSION = 1;

    @Id
    @Column(name = "group_id", nullable = false)
    private String group;

    @Column(name = "schema_version", nullable = false)
    private int schemaVersion;

    @Column(name = "cluster_name", nullable = false)
    private String cluster;

    @Column(name = "node_id", nullable = false)
    private String node;

    @Column(name = "storage_id", nullable = false)
    private String storage;

    @Column(name = "write_count", nullable = false)
    private long writeCount;

    @Column(name = "last_sequence", nullable = false)
    private long lastSequence;

    /** Epoch, round and node of the ballot, with dots between them. */
    @Column(name = "promised", nullable = false)
    private String promised;

    @Column(name = "chosen_up_to", nullable = false)
    private long chosenUpTo;

    @Column(name = "binding", nullable = false, length = 65_536)
    private byte[] binding;

    @Column(name = "checksum", nullable = false)
    private long checksum;

    /** For the persistence provider, which fills in what it has read. */
    protected MetaRow() {
        this(new StoreIdentity("", "", NodeId.NOBODY), new StorageId(0, 0), 0, 0, Meta.INITIAL);
    }

    /**
     * @param writeCount writes since the store was created
     * @param lastSequence the last row of the journal
     */
    MetaRow(StoreIdentity identity, StorageId storage, long writeCount, long lastSequence, Meta meta) {
        this.group = identity.group();
        this.schemaVersion = SCHEMA_VERSION;
        this.cluster = identity.cluster();
        this.node = identity.node().value();
        this.storage = storage.toString();
        this.writeCount = writeCount;
        this.lastSequence = lastSequence;
        this.promised = textOf(meta.promised());
        this.chosenUpTo = meta.chosenUpTo();
        this.binding = BindingForm.encode(meta.binding());
        this.checksum = checksum();
    }

    String group() {
        return group;
    }

    int schemaVersion() {
        return schemaVersion;
    }

    String cluster() {
        return cluster;
    }

    String node() {
        return node;
    }

    long writeCount() {
        return writeCount;
    }

    long lastSequence() {
        return lastSequence;
    }

    String promised() {
        return promised;
    }

    long chosenUpTo() {
        return chosenUpTo;
    }

    byte[] binding() {
        return binding.clone();
    }

    /** The identity of the store as it stands in the row. */
    String storedStorage() {
        return storage;
    }

    /** The checksum as it stands in the row. */
    long storedChecksum() {
        return checksum;
    }

    /**
     * The identity of the store.
     *
     * @throws IllegalArgumentException if what stands there is none
     */
    StorageId storage() {
        return StorageId.parse(storage);
    }

    /**
     * What the row says of the acceptor.
     *
     * @throws UndecodableException if it has changed since it was written (PITFALLS 18)
     * @throws IllegalArgumentException if it was never right
     */
    Meta meta() {
        if (checksum != checksum()) {
            throw new UndecodableException("the meta row does not match its checksum");
        }
        return new Meta(ballotOf(promised), chosenUpTo, BindingForm.decode(binding));
    }

    private static String textOf(Ballot ballot) {
        return ballot.epoch() + "." + ballot.round() + "." + ballot.node().value();
    }

    private static Ballot ballotOf(String text) {
        String[] parts = text.split("\\.", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a promise is epoch.round.node, not '" + text + "'");
        }
        return new Ballot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), new NodeId(parts[2]));
    }

    private long checksum() {
        BinaryOutput content = new BinaryOutput();
        content.writeUtf8(group).writeInt(schemaVersion).writeUtf8(cluster).writeUtf8(node).writeUtf8(storage)
                .writeLong(writeCount).writeLong(lastSequence).writeUtf8(promised).writeLong(chosenUpTo);
        CRC32C crc = new CRC32C();
        crc.update(content.toByteArray());
        crc.update(binding);
        return crc.getValue();
    }
}
