package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.spring.jpa.ahead.WriteAheadPath;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * H2 that uses free space again at once, on the write-ahead file system, through one loss of power after the other. Without that
 * file system it loses rows that were synced ({@link FaultyDatabaseTests}).
 */
class ReusedSpaceTests {

    private static final int TRIALS = Integer.getInteger("paxos.power.trials", 25);
    private static final int LIVES = 3;

    private FaultyFileSystem disk = new FaultyFileSystem();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        disk.close();
    }

    @ParameterizedTest
    @Tag("P14")
    @Tag("P15")
    @EnumSource
    void every_row_that_was_synced_is_there(PowerLoss loss) throws SQLException {
        for (long seed = 0; seed < TRIALS; seed++) {
            disk.close();
            disk = new FaultyFileSystem();
            new Trial(loss, seed).run();
        }
    }

    /** Rows are added and old ones deleted, and one row is changed each time, as a store does with its journal. */
    private final class Trial {

        private final PowerLoss loss;
        private final long seed;
        private final Random random;
        private final Set<Long> acknowledged = new TreeSet<>();
        private long last;

        Trial(PowerLoss loss, long seed) {
            this.loss = loss;
            this.seed = seed;
            this.random = new Random(seed * 37 + loss.ordinal());
        }

        void run() throws SQLException {
            for (int life = 0; life < LIVES; life++) {
                live(life == 0);
                disk.before(operation -> {});
                disk.restorePower();
                Set<Long> missing = new TreeSet<>(acknowledged);
                try (Connection connection = connect()) {
                    missing.removeAll(rows(connection));
                }
                assertThat(missing).as("%s, seed %d, life %d", loss, seed, life).isEmpty();
            }
        }

        private void live(boolean first) throws SQLException {
            Connection connection = connect();
            connection.setAutoCommit(false);
            if (first) {
                execute(connection, "create table vote (id bigint primary key, body varbinary(1000000))");
                execute(connection, "create table meta (last bigint)");
                execute(connection, "insert into meta values (0)");
                connection.commit();
                execute(connection, "checkpoint sync");
            }
            int[] operations = {1 + random.nextInt(120)};
            disk.before(operation -> {
                if (--operations[0] == 0) {
                    disk.powerCut(loss, random);
                }
            });
            try {
                while (true) {
                    add(connection);
                }
            } catch (SQLException e) {
                letGo(connection);
            }
        }

        private void add(Connection connection) throws SQLException {
            long id = last + 1;
            long oldest = id - 10;
            byte[] body = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 30_000 : 900)];
            random.nextBytes(body);
            try (PreparedStatement insert = connection.prepareStatement("merge into vote values (?, ?)")) {
                insert.setLong(1, id);
                insert.setBytes(2, body);
                insert.executeUpdate();
            }
            execute(connection, "update meta set last = " + id);
            // what is deleted may be gone or not; it is no longer waited for
            acknowledged.removeIf(row -> row < oldest);
            execute(connection, "delete from vote where id < " + oldest);
            connection.commit();
            execute(connection, "checkpoint sync");
            acknowledged.add(id);
            last = id;
        }

        private Set<Long> rows(Connection connection) throws SQLException {
            Set<Long> rows = new TreeSet<>();
            try (ResultSet result = connection.createStatement().executeQuery("select id, body from vote")) {
                while (result.next()) {
                    rows.add(result.getLong(1));
                    result.getBytes(2);
                }
            }
            return rows;
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:h2:" + WriteAheadPath.of(disk.h2Name(directory.resolve(loss + "-" + seed)))
                    + ";WRITE_DELAY=0;RETENTION_TIME=0;PAGE_SIZE=1024;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
        }

        private void execute(Connection connection, String statement) throws SQLException {
            connection.createStatement().execute(statement);
        }

        private void letGo(Connection connection) {
            try {
                connection.close();
            } catch (SQLException e) {
                // it says again that its disk has failed
            }
        }
    }
}
