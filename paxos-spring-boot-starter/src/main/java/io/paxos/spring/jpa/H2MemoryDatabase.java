package io.paxos.spring.jpa;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An H2 database that forgets everything when it is closed: for tests of a cluster of one, and allowed by name only. */
final class H2MemoryDatabase implements StoreDatabase {

    private final String url;

    H2MemoryDatabase(String url) {
        this.url = url;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    @Override
    public String platform() {
        return "h2";
    }

    @Override
    public void sync(Connection connection, long writeCount) {
        // nothing here is ever on a disk
    }

    @Override
    public String describe() {
        return "volatile H2 database in memory, which forgets everything";
    }
}
