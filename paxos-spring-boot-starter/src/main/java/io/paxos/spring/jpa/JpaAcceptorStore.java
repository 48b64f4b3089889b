package io.paxos.spring.jpa;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.StoreException;
import io.paxos.spring.codec.RowBody;
import io.paxos.spring.codec.RowBodyForm;
import io.paxos.spring.codec.UndecodableException;
import io.paxos.spring.jpa.ahead.DamagedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The store of an acceptor in a relational database. JPA maps, validates and reads it, and its transactions enclose what
 * {@link WriteStatements} write. Votes are a journal whose rows are added and never changed; the meta row is replaced in the same
 * transaction as the rows of its write, and counts the writes, so that a second writer is found out. When {@link #persist}
 * returns, the commit is on the disk.
 *
 * <p>Whatever is missing, unreadable or in contradiction is an error and never an empty answer (PITFALLS 17, 18): a node that
 * has forgotten a vote must not vote. Threads, blocking and errors are as {@link AcceptorStore} says.
 */
public final class JpaAcceptorStore implements AcceptorStore {

    private static final Logger log = LoggerFactory.getLogger(JpaAcceptorStore.class);

    /** Most bytes of a row, so that a single largest entry beside it still fits a VARBINARY. */
    private static final int ROW_BYTES = JournalRow.MOST_BYTES / 2;

    private final StoreIdentity identity;
    private final StoreDatabase database;
    private @Nullable Open open;

    /** What is there between opening and closing. */
    private static final class Open {
        private final Connection connection;
        private final PersistenceUnit unit;
        private final StorageId storage;
        private long writeCount;
        private long lastSequence;
        private boolean failed;

        Open(Connection connection, PersistenceUnit unit, StorageId storage, MetaRow row) {
            this.connection = connection;
            this.unit = unit;
            this.storage = storage;
            this.writeCount = row.writeCount();
            this.lastSequence = row.lastSequence();
        }
    }

    JpaAcceptorStore(StoreIdentity identity, StoreDatabase database) {
        this.identity = identity;
        this.database = database;
    }

    /**
     * A store that is not open yet.
     *
     * @param group name of the log
     * @param cluster configured name of the cluster
     * @param node whose store it is
     * @param dataDir the directory that holds the directories of nodes, for an H2 file
     * @param url JDBC URL of a PostgreSQL database; null for an H2 file
     * @param username of that database; null for none
     * @param password of that database; null for none
     * @param allowVolatile whether an H2 database in memory will do, for tests of a cluster of one
     * @throws StoreRefusedException if there is no driver, or the database is not one that keeps what it acknowledges
     */
    public static JpaAcceptorStore of(String group, String cluster, NodeId node, Path dataDir, @Nullable String url,
            @Nullable String username, @Nullable String password, boolean allowVolatile) {
        return new JpaAcceptorStore(new StoreIdentity(group, cluster, node),
                StoreDatabases.of(dataDir, node, url, username, password, allowVolatile));
    }

    @Override
    public DurableState open() {
        if (open != null) {
            throw new IllegalStateException("the store is open: " + database.describe());
        }
        Connection connection = null;
        PersistenceUnit unit = null;
        try {
            connection = database.connect();
            if (!Tables.exist(connection)) {
                createTables(connection);
            }
            unit = openUnit(connection);
            DurableState state = read(connection, unit);
            log.info("Store of {}: {}, id {}, {} slots or more chosen", identity.node(), database.describe(), state.storage(),
                    state.meta().chosenUpTo());
            return state;
        } catch (StoreRefusedException | Error e) {
            letGo(connection, unit);
            throw e;
        } catch (SQLException | RuntimeException e) {
            letGo(connection, unit);
            Throwable root = rootOf(e);
            throw new StoreRefusedException("The store of " + identity.node() + " cannot be read (" + database.describe() + "): "
                    + (root instanceof DamagedFileException ? root.getMessage() : root),
                    isOfTheSystem(root) ? StoreDatabases.TRY_AGAIN : StoreDatabases.RESTORE_OR_REPLACE, e);
        }
    }

    /** Whether the disk, or the way to a server, has failed: that says nothing of what the store holds. */
    private static boolean isOfTheSystem(Throwable root) {
        boolean lostConnection = root instanceof SQLException sql && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57"));
        return lostConnection
                || root instanceof IOException && !(root instanceof DamagedFileException) && !(root instanceof EOFException);
    }

    private void createTables(Connection connection) {
        if (!database.mayBeNew()) {
            throw new StoreRefusedException("The tables of the store are gone (" + database.describe() + "): the database was "
                    + "cut short or replaced.", StoreDatabases.RESTORE_OR_REPLACE, null);
        }
        ClassPathResource script = new ClassPathResource("schema-" + database.platform() + ".sql", JpaAcceptorStore.class);
        try {
            new ResourceDatabasePopulator(script).populate(connection);
        } catch (RuntimeException e) {
            throw new StoreRefusedException("The tables of the store cannot be created (" + database.describe() + "): "
                    + rootOf(e),
                    isOfTheSystem(rootOf(e)) ? StoreDatabases.TRY_AGAIN
                            : "Let this user create tables, or run " + script.getPath() + " from the starter's jar.",
                    e);
        }
    }

    private PersistenceUnit openUnit(Connection connection) {
        try {
            return new PersistenceUnit("paxos-" + identity.node(), connection);
        } catch (RuntimeException | LinkageError e) {
            throw new StoreRefusedException("The persistence unit of the store cannot be built, or its tables have been "
                    + "changed (" + database.describe() + "): " + rootOf(e),
                    isOfTheSystem(rootOf(e)) ? StoreDatabases.TRY_AGAIN
                            : "Look for what the application says to Hibernate for everybody. If somebody has changed the "
                                    + "tables, put back the files that belong here.",
                    e);
        }
    }

    private DurableState read(Connection connection, PersistenceUnit unit) throws SQLException {
        Optional<MetaRow> found = unit.inTransaction(() -> unit.meta().findById(identity.group()));
        if (found.isEmpty()) {
            return create(connection, unit);
        }
        MetaRow row = found.get();
        requireOwn(row);
        DurableState state;
        try {
            state = JournalReader.read(unit, identity.group(), row);
        } catch (UndecodableException | IllegalArgumentException | IllegalStateException e) {
            throw damaged(e.getMessage(), e);
        }
        database.verify(row.storage(), row.writeCount());
        open = new Open(connection, unit, row.storage(), row);
        return state;
    }

    private DurableState create(Connection connection, PersistenceUnit unit) throws SQLException {
        boolean journal = unit.inTransaction(() -> !unit.journal().findAfter(identity.group(), 0, Limit.of(1)).isEmpty());
        if (journal || !database.mayBeNew()) {
            throw damaged("its meta row is gone", null);
        }
        SecureRandom random = new SecureRandom();
        StorageId storage = new StorageId(random.nextLong(), random.nextLong());
        MetaRow row = new MetaRow(identity, storage, 0, 0, Meta.INITIAL);
        unit.create(row);
        database.sync(connection, 0);
        database.created(storage);
        open = new Open(connection, unit, storage, row);
        return new DurableStateBuilder(storage).build();
    }

    private void requireOwn(MetaRow row) {
        if (row.schemaVersion() != MetaRow.SCHEMA_VERSION) {
            throw new StoreRefusedException("The store has schema version " + row.schemaVersion() + ", and this release knows "
                    + "version " + MetaRow.SCHEMA_VERSION + " (" + database.describe() + ").",
                    "Use the release that wrote it, or a newer one.", null);
        }
        if (!row.node().equals(identity.node().value()) || !row.cluster().equals(identity.cluster())) {
            throw new StoreRefusedException("The store belongs to node " + row.node() + " of cluster '" + row.cluster()
                    + "', and this is node " + identity.node() + " of cluster '" + identity.cluster() + "' ("
                    + database.describe() + ").",
                    "Set paxos.node-id and paxos.cluster to what they were, or give this node a store of its own.", null);
        }
    }

    private StoreRefusedException damaged(@Nullable String what, @Nullable Throwable cause) {
        return new StoreRefusedException("The store of " + identity.node() + " is damaged (" + database.describe() + "): " + what
                + ".", StoreDatabases.RESTORE_OR_REPLACE, cause);
    }

    @Override
    public void persist(AcceptorWrite write) {
        Open now = begin();
        List<JournalRow> rows = new ArrayList<>();
        for (RowBody body : RowBodyForm.bodiesOf(write, ROW_BYTES)) {
            rows.add(new JournalRow(new JournalKey(identity.group(), now.lastSequence + rows.size() + 1), now.storage, body));
        }
        MetaRow next = new MetaRow(identity, now.storage, now.writeCount + 1, now.lastSequence + rows.size(), write.meta());
        try {
            if (!now.unit.write(next, rows)) {
                throw new StoreException("somebody else has written to the store of " + identity.node(), null);
            }
            database.sync(now.connection, next.writeCount());
        } catch (StoreException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw new StoreException("a write to the store of " + identity.node() + " failed (" + database.describe() + "): "
                    + rootOf(e), e);
        }
        now.writeCount = next.writeCount();
        now.lastSequence = next.lastSequence();
        now.failed = false;
    }

    @Override
    public void check() {
        Open now = begin();
        try {
            database.check(now.connection);
        } catch (StoreException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw new StoreException(
                    "the store of " + identity.node() + " may not be there any more, or somebody else may have it ("
                            + database.describe() + "): " + rootOf(e),
                    e);
        }
        now.failed = false;
    }

    /** Begins to use the store. Until the end is known to be good, it is not (PITFALLS 11, 12). */
    private Open begin() {
        Open now = open;
        if (now == null || now.failed) {
            throw new StoreException("the store of " + identity.node()
                    + (now == null ? " is not open" : " has failed before"), null);
        }
        now.failed = true;
        return now;
    }

    @Override
    public void close() {
        Open now = open;
        open = null;
        if (now != null) {
            letGo(now.connection, now.unit);
        }
    }

    private void letGo(@Nullable Connection connection, @Nullable PersistenceUnit unit) {
        open = null;
        if (unit != null) {
            inOrder(unit::close);
        }
        if (connection != null) {
            inOrder(connection::close);
        }
        database.release();
    }

    /** Whatever goes wrong here, what follows must still be done. */
    private void inOrder(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception | Error e) {
            log.warn("The store of {} was not closed in order ({}); what was acknowledged is in it", identity.node(),
                    database.describe(), e);
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
