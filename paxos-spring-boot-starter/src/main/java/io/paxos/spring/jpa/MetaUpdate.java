package io.paxos.spring.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Changes the meta row of a group. A plain statement, because it is part of every write, and Hibernate translates JPQL that changes
 * rows anew each time: that was a third of what a write cost.
 */
final class MetaUpdate {

    private static final String SQL = """
            update paxos_meta set write_count = ?, last_sequence = ?, promised = ?, chosen_up_to = ?, binding = ?, checksum = ?
            where group_id = ? and storage_id = ? and write_count = ?""";

    private MetaUpdate() {
    }

    /**
     * Replaces what a write changes by what the row of that write says, if nobody else has written since the write before
     * (PITFALLS 21).
     *
     * @param connection in the transaction of the write
     * @return whether it was replaced; false if the row is not as the write before left it
     * @throws SQLException if nobody knows
     */
    static boolean advanceTo(MetaRow row, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SQL)) {
            update.setLong(1, row.writeCount());
            update.setLong(2, row.lastSequence());
            update.setString(3, row.promised());
            update.setLong(4, row.chosenUpTo());
            update.setBytes(5, row.binding());
            update.setLong(6, row.storedChecksum());
            update.setString(7, row.getId());
            update.setString(8, row.storedStorage());
            update.setLong(9, row.writeCount() - 1);
            return update.executeUpdate() == 1;
        }
    }
}
