package io.paxos.spring.jpa;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks a database for the tables of a store. */
final class Tables {

    private Tables() {
    }

    /** Whether both tables are there, in the schema of the connection. */
    static boolean exist(Connection connection) throws SQLException {
        return exists(connection, "paxos_meta") && exists(connection, "paxos_journal");
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String name = database.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        String escape = database.getSearchStringEscape();
        try (ResultSet tables = database.getTables(connection.getCatalog(), literally(connection.getSchema(), escape),
                literally(name, escape), new String[] {"TABLE", "BASE TABLE"})) {
            return tables.next();
        }
    }

    /** The name as a pattern that matches nothing else. */
    private static @Nullable String literally(@Nullable String name, String escape) {
        return name == null ? null : name.replace("_", escape + "_");
    }
}
