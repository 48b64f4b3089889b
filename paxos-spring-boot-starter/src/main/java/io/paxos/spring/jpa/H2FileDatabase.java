package io.paxos.spring.jpa;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.StorageId;
import io.paxos.spring.jpa.ahead.WriteAheadPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * An H2 database in the file {@code <data-dir>/<node-id>/paxos.mv.db}, with its log beside it.
 *
 * <p>The settings are measured ones. {@code WRITE_DELAY=0} hands every commit to the operating system, and
 * {@code CHECKPOINT SYNC} after it brings it to the disk; with either alone, acknowledged commits are lost.
 * {@code RETENTION_TIME=0} keeps the file from growing by gigabytes under load; that this is safe when the power fails is the
 * work of the file system below it ({@link WriteAheadPath}). {@code DB_CLOSE_ON_EXIT=FALSE}: H2's own
 * shutdown hook would close the database under a node that still votes. {@code IFEXISTS=TRUE}, unless the store is new: H2
 * would make an empty database where the file is missing.
 */
final class H2FileDatabase implements StoreDatabase {

    private static final String SETTINGS = ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE";

    private static final String DATABASE = "paxos.mv.db";

    private final Path dataDir;
    private final NodeId node;
    private final String fileSystem;
    private @Nullable StoreDirectory directory;
    private @Nullable StorageId expected;

    /**
     * @param dataDir the directory that holds the directories of nodes
     */
    H2FileDatabase(Path dataDir, NodeId node) {
        this(dataDir, node, "file");
    }

    /**
     * @param fileSystem the scheme of a file system of H2's
     */
    H2FileDatabase(Path dataDir, NodeId node, String fileSystem) {
        this.dataDir = dataDir;
        this.node = node;
        this.fileSystem = fileSystem;
    }

    @Override
    public Connection connect() throws SQLException {
        if (directory != null) {
            throw new IllegalStateException("connected already: " + describe());
        }
        requireNoSettingsIn(dataDir.toAbsolutePath());
        StoreDirectory taken = StoreDirectory.take(dataDir, node);
        directory = taken;
        requireNoSettingsIn(taken.path());
        expected = taken.storageId();
        boolean fileExists = Files.exists(taken.path().resolve(DATABASE));
        if (expected == null && !fileExists && taken.writeCount() <= 0) {
            // the power failed while the store was made, and of its files the disk has the log alone
            taken.deleteLeftOver(DATABASE + WriteAheadPath.LOG_SUFFIX);
        }
        boolean logExists = Files.exists(taken.path().resolve(DATABASE + WriteAheadPath.LOG_SUFFIX));
        if (expected != null && !(fileExists && logExists) || logExists && !fileExists) {
            throw new StoreRefusedException("The " + (fileExists ? "log of the database file" : "database file")
                    + " of the store " + (expected == null ? "" : expected + " ") + "is missing in " + taken.path() + ".",
                    StoreDatabases.RESTORE_OR_REPLACE, null);
        }
        String path = taken.path().resolve("paxos").toString();
        String url = url(path) + (fileExists ? ";IFEXISTS=TRUE" : "");
        try {
            return DriverManager.getConnection(url, "sa", "");
        } catch (SQLException e) {
            if (e.getErrorCode() == 90020) {
                throw new StoreRefusedException("The database file in " + taken.path() + " is in use by another program: "
                        + e.getMessage(), "Close the other program, for instance a database console.", e);
            }
            throw e;
        }
    }

    private static void requireNoSettingsIn(Path path) {
        if (path.toString().contains(";")) {
            throw new StoreRefusedException("The path " + path + " contains a ';', which H2 takes for the start of its settings.",
                    "Set paxos.data-dir to a path without ';'.", null);
        }
    }

    /** The URL of the database at that path, without the suffix of the file. */
    String url(String path) {
        return "jdbc:h2:" + WriteAheadPath.of(fileSystem + ":" + path) + SETTINGS;
    }

    @Override
    public boolean mayBeNew() {
        return expected == null && taken().writeCount() <= 0;
    }

    @Override
    public String platform() {
        return "h2";
    }

    @Override
    public void created(StorageId storage) {
        taken().remember(storage);
        taken().syncEntries();
        expected = storage;
        watchFiles();
    }

    @Override
    public void verify(StorageId found, long writeCount) {
        if (expected == null && writeCount == 0 && taken().writeCount() <= 0) {
            // the process that created it ended before it could say so; nobody has heard of this store yet
            created(found);
            return;
        }
        if (expected == null) {
            throw new StoreRefusedException("The file storage-id is missing in " + taken().path() + ", and the database there "
                    + "holds the store " + found + ".", StoreDatabases.RESTORE_OR_REPLACE, null);
        } else if (!expected.equals(found)) {
            throw new StoreRefusedException("The database in " + taken().path() + " holds the store " + found + ", and the one "
                    + "that was created there is " + expected + ": the file was swapped.",
                    StoreDatabases.RESTORE_OR_REPLACE, null);
        }
        long noted = taken().writeCount();
        if (noted < 0 || writeCount < noted) {
            throw new StoreRefusedException("The database in " + taken().path() + " holds " + writeCount + " writes, and the "
                    + "file 'writes' beside it " + (noted < 0 ? "is missing or cut short." : "says that " + noted
                            + " were made: the database was cut short, or replaced by an older copy."),
                    StoreDatabases.RESTORE_OR_REPLACE, null);
        }
        taken().syncEntries();
        watchFiles();
    }

    /** Those that are open all the time: some file systems give a closed file another number when it is looked up again. */
    private void watchFiles() {
        taken().watchFiles(DATABASE, DATABASE + WriteAheadPath.LOG_SUFFIX, "writes", "lock");
    }

    @Override
    public void check(Connection connection) {
        taken().requireFiles();
    }

    private StoreDirectory taken() {
        if (directory == null) {
            throw new IllegalStateException("not connected");
        }
        return directory;
    }

    @Override
    public void sync(Connection connection, long writeCount) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
        taken().requireFiles();
        taken().noteWriteCount(writeCount);
    }

    @Override
    public void release() {
        if (directory != null) {
            directory.release();
            directory = null;
        }
    }

    @Override
    public String describe() {
        return "H2 file in " + dataDir.toAbsolutePath().normalize().resolve(node.value());
    }
}
