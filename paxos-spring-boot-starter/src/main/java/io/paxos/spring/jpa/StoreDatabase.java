package io.paxos.spring.jpa;

import io.paxos.core.membership.StorageId;
import io.paxos.core.port.StoreException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The database that holds one store. It is asked in the order of these methods, by one thread, and can be taken again after it
 * was released.
 */
interface StoreDatabase {

    /**
     * Takes possession, so that no other opener gets in before {@link #release()}, and connects.
     *
     * @return the one connection; the caller closes it
     * @throws StoreRefusedException if the database is in use, missing, volatile, or does not promise durability
     * @throws SQLException if it cannot be opened
     */
    Connection connect() throws SQLException;

    /** Whether a store may be created here, should none be found: nothing but the tables says that there was one before. */
    default boolean mayBeNew() {
        return true;
    }

    /** The suffix of the schema script: {@code schema-<platform>.sql}. */
    String platform();

    /** A new store was created and is on the disk: from now on it, and no other, must be found here. */
    default void created(StorageId storage) {
        // the tables are all there is to find it by
    }

    /**
     * Makes sure that the store in the tables is the one that belongs here and as it was last, as far as anything but the
     * tables knows.
     *
     * @param writeCount how many writes it holds
     * @throws StoreRefusedException if it is another one, or older than it was
     */
    default void verify(StorageId found, long writeCount) {
        // nothing but the tables knows
    }

    /**
     * Returns when all that was committed is on the disk (PITFALLS 14, 15).
     *
     * @param writeCount how many writes that makes
     * @throws SQLException if it failed, or nobody knows; it is not tried again
     */
    void sync(Connection connection, long writeCount) throws SQLException;

    /**
     * Makes sure that what {@link #connect} took is still there and nobody else's. Cheap, and bounded in time.
     *
     * @throws StoreException if it is not, with what is the matter
     * @throws SQLException if nobody knows
     */
    default void check(Connection connection) throws SQLException {
        // nothing outside this process can take it away
    }

    /** Lets others in; after the connection was closed. Does not throw. */
    default void release() {
        // nobody is kept out, or the lock ends with the connection
    }

    /** Where it is, for people. */
    String describe();
}
