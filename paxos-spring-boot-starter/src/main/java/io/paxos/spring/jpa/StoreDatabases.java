package io.paxos.spring.jpa;

import io.paxos.core.ballot.NodeId;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Chooses the database of a store, and refuses what is none. */
final class StoreDatabases {

    /** What to do about a store that is not what it was. */
    static final String RESTORE_OR_REPLACE = "Put back the very files that belong here, as they were last; never older ones. "
            + "If they are lost, delete the whole directory of this node: in a cluster of several, it then comes back without a "
            + "vote, and the others go on; in a cluster of one, everything starts anew.";

    /** What to do when the system has failed, and nothing is known of the store. */
    static final String TRY_AGAIN = "Nothing is known to be lost. Make room, or repair what the message names, and start again; "
            + "delete nothing.";

    private StoreDatabases() {
    }

    /**
     * The database to use.
     *
     * @param url null for an H2 file below the data directory
     * @param allowVolatile whether an H2 database in memory will do
     * @throws StoreRefusedException if there is no driver, or the database is not one that keeps what it acknowledges
     */
    static StoreDatabase of(Path dataDir, NodeId node, @Nullable String url, @Nullable String username,
            @Nullable String password, boolean allowVolatile) {
        if (url == null) {
            requireDriver("org.h2.Driver", "com.h2database:h2", "the store of node " + node + " in " + dataDir);
            return new H2FileDatabase(dataDir, node);
        }
        String kind = url.toLowerCase(Locale.ROOT);
        if (kind.startsWith("jdbc:postgresql:")) {
            requireDriver("org.postgresql.Driver", "org.postgresql:postgresql", "paxos.datasource.url");
            return new PostgresDatabase(url, username, password);
        }
        if (kind.startsWith("jdbc:h2:mem:")) {
            if (!allowVolatile) {
                throw new StoreRefusedException("paxos.datasource.url names a database in memory. A node that forgets its "
                        + "promises when it ends breaks the cluster's.",
                        "Remove paxos.datasource.url to use a file below paxos.data-dir. For a test with a cluster of one, "
                                + "paxos.datasource.allow-volatile=true will do.",
                        null);
            }
            requireDriver("org.h2.Driver", "com.h2database:h2", "paxos.datasource.url");
            return new H2MemoryDatabase(url);
        }
        throw new StoreRefusedException("paxos.datasource.url names a database that is not known to keep what it has committed: "
                + kindOf(url) + ".",
                "Use jdbc:postgresql://..., or remove paxos.datasource.url to use an H2 file below paxos.data-dir.", null);
    }

    /** The part of a URL that names the driver; nothing of what follows, as it may hold a password. */
    private static String kindOf(String url) {
        int end = url.startsWith("jdbc:") ? url.indexOf(':', "jdbc:".length()) : -1;
        return end < 0 ? "it does not begin with jdbc:<database>:" : url.substring(0, end + 1);
    }

    private static void requireDriver(String driver, String artifact, String what) {
        if (!ClassUtils.isPresent(driver, StoreDatabases.class.getClassLoader())) {
            throw new StoreRefusedException("There is no JDBC driver for " + what + ".",
                    "Add the dependency " + artifact + " (its version is managed by Spring Boot).", null);
        }
    }
}
