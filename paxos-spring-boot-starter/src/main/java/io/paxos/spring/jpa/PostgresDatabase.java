package io.paxos.spring.jpa;

import io.paxos.core.port.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, or a schema of one. A commit is on the disk when it returns, if the server is set so: that is
 * checked at the start (PITFALLS 19). An advisory lock of the session keeps a second opener of the schema out as long as the
 * one connection lives; a connection that breaks is never replaced, so the next write or check fails and the node stops voting.
 */
final class PostgresDatabase implements StoreDatabase {

    private static final String LOCK_KEY = "hashtextextended('io.paxos ' || current_schema(), 0)";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A server that is silent for so long is taken for gone: it may have given the lock to somebody else. */
    private static final Duration MOST_SILENCE = Duration.ofSeconds(10);

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Duration mostSilence;

    PostgresDatabase(String url, @Nullable String username, @Nullable String password) {
        this(url, username, password, MOST_SILENCE);
    }

    /**
     * @param mostSilence for how long an answer is waited for, unless the url has a {@code socketTimeout}
     */
    PostgresDatabase(String url, @Nullable String username, @Nullable String password, Duration mostSilence) {
        this.url = url;
        this.username = username;
        this.password = password;
        this.mostSilence = mostSilence;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = reach();
        try (Statement statement = connection.createStatement()) {
            requireSchema(connection);
            statement.execute("set synchronous_commit = on");
            requireDurability(statement, "fsync");
            requireDurability(statement, "synchronous_commit");
            requireDurability(statement, "full_page_writes");
            takeLock(statement);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Connection reach() {
        try {
            Properties properties = new Properties();
            // a server that is gone is noticed, also while nothing is written
            properties.setProperty("tcpKeepAlive", "true");
            if (username != null) {
                properties.setProperty("user", username);
            }
            if (password != null) {
                properties.setProperty("password", password);
            }
            Connection connection = DriverManager.getConnection(url, properties);
            if (connection.getNetworkTimeout() == 0) {
                // also for writes: a write that hangs keeps the store from being looked after. And not a time-out of the
                // statement, which would be for the server to keep
                connection.setNetworkTimeout(Runnable::run, Math.toIntExact(mostSilence.toMillis()));
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreRefusedException("The store's database cannot be reached (" + describe() + "): " + e.getMessage(),
                    "Check paxos.datasource.url, username and password, and that the server runs.", e);
        }
    }

    private void requireSchema(Connection connection) throws SQLException {
        if (connection.getSchema() == null) {
            throw new StoreRefusedException("The schema that paxos.datasource.url names is not there (" + describe() + ").",
                    "Create it, or correct currentSchema in the url.", null);
        }
    }

    private void requireDurability(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            String value = row.getString(1);
            if (!value.equals("on") && !value.equals("remote_apply")) {
                throw new StoreRefusedException("PostgreSQL at " + describe() + " has " + setting + " = " + value
                        + ": a commit may be lost with the power, and with it a promise of this node.",
                        "Set " + setting + " = on in postgresql.conf.", null);
            }
        }
    }

    /** Waits a little: the server may not have noticed yet that the last holder has gone. */
    private void takeLock(Statement statement) throws SQLException {
        statement.execute("set lock_timeout = '3s'");
        try {
            statement.execute("select pg_advisory_lock(" + LOCK_KEY + ")");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new StoreRefusedException("The store in " + describe() + " is in use by another node or process.",
                        "Stop the other one, or give this node a database or a schema of its own (currentSchema in the url).", e);
            }
            throw e;
        }
        statement.execute("reset lock_timeout");
    }

    @Override
    public String platform() {
        return "postgresql";
    }

    @Override
    public void sync(Connection connection, long writeCount) {
        // with fsync and synchronous_commit, the commit has done it
    }

    @Override
    public void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select exists (select 1 from pg_locks where locktype = 'advisory' "
                        + "and granted and pid = pg_backend_pid() and objsubid = 1 "
                        + "and (classid::bigint << 32) + objid::bigint = " + LOCK_KEY + ")")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new StoreException("the lock on the store in " + describe() + " is lost: somebody else may have it. Does a "
                        + "pooler share the session?", null);
            }
        }
    }

    @Override
    public String describe() {
        // what follows the '?' may hold a password
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }
}
