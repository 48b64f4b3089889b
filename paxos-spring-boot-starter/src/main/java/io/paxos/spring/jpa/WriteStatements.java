package io.paxos.spring.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * All that a store writes, by plain statements. Votes must stand in the database as they are: what a host hangs into Hibernate
 * for everybody, say a listener that vetoes inserts or an interceptor that changes what is stored, does not reach these. And
 * they are part of every write: Hibernate translates JPQL that changes rows anew each time, which was a third of what a write
 * cost.
 */
final class WriteStatements {

    private static final String CREATE_META = """
            insert into paxos_meta (group_id, schema_version, cluster_name, node_id, storage_id, write_count, last_sequence,
                promised, chosen_up_to, binding, checksum) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String ADVANCE_META = """
            update paxos_meta set write_count = ?, last_sequence = ?, promised = ?, chosen_up_to = ?, binding = ?, checksum = ?
            where group_id = ? and storage_id = ? and write_count = ?""";

    private static final String ADD_ROW = "insert into paxos_journal (group_id, sequence, body, checksum) values (?, ?, ?, ?)";

    private WriteStatements() {
    }

    /**
     * Adds the meta row of a new store.
     *
     * @throws SQLException if nobody knows
     */
    static void create(Connection connection, MetaRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CREATE_META)) {
            insert.setString(1, row.group());
            insert.setInt(2, row.schemaVersion());
            insert.setString(3, row.cluster());
            insert.setString(4, row.node());
            insert.setString(5, row.storedStorage());
            insert.setLong(6, row.writeCount());
            insert.setLong(7, row.lastSequence());
            insert.setString(8, row.promised());
            insert.setLong(9, row.chosenUpTo());
            insert.setBytes(10, row.binding());
            insert.setLong(11, row.storedChecksum());
            insert.executeUpdate();
        }
    }

    /**
     * Replaces what a write changes of the meta row, if nobody else has written since the write before (PITFALLS 21), and adds
     * the rows to the journal.
     *
     * @param connection in the transaction of the write
     * @param next the meta row as it is after this write
     * @return false, with nothing changed, if the meta row is not as the write before left it
     * @throws SQLException if nobody knows
     */
    static boolean execute(Connection connection, MetaRow next, List<JournalRow> rows) throws SQLException {
        if (!advance(connection, next)) {
            return false;
        }
        if (!rows.isEmpty()) {
            add(connection, rows);
        }
        return true;
    }

    private static boolean advance(Connection connection, MetaRow next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE_META)) {
            update.setLong(1, next.writeCount());
            update.setLong(2, next.lastSequence());
            update.setString(3, next.promised());
            update.setLong(4, next.chosenUpTo());
            update.setBytes(5, next.binding());
            update.setLong(6, next.storedChecksum());
            update.setString(7, next.group());
            update.setString(8, next.storedStorage());
            update.setLong(9, next.writeCount() - 1);
            return update.executeUpdate() == 1;
        }
    }

    private static void add(Connection connection, List<JournalRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_ROW)) {
            for (JournalRow row : rows) {
                insert.setString(1, row.key().group());
                insert.setLong(2, row.key().sequence());
                insert.setBytes(3, row.storedBody());
                insert.setLong(4, row.storedChecksum());
                insert.addBatch();
            }
            for (int count : insert.executeBatch()) {
                if (count != 1 && count != Statement.SUCCESS_NO_INFO) {
                    throw new SQLException("a row of the journal was not added");
                }
            }
        }
    }
}
