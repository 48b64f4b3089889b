package io.paxos.spring.properties;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an application says of its node.
 *
 * @param enabled Whether the node runs at all.
 * @param cluster Name of the cluster; a store of another cluster is refused.
 * @param nodeId Id of this node.
 * @param peers Base URL of each founding member by its node id, this one included. Not supported yet: only a cluster of one is.
 * @param dataDir Directory that holds the directories of nodes; the H2 file lies in its subdirectory named by the node id.
 * @param datasource Database of the store, when it is not the H2 file.
 */
@ConfigurationProperties("paxos")
@Validated
public record PaxosProperties(@DefaultValue("true") boolean enabled,
        @DefaultValue("default") @NotBlank @Size(max = 255) String cluster,
        @DefaultValue("node1") @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}",
                message = "must match [a-z0-9][a-z0-9-]{0,62}: lower case letters, digits and hyphens, at most 63") String nodeId,
        @DefaultValue Map<String, String> peers, @DefaultValue("./data") String dataDir,
        @DefaultValue @Valid Datasource datasource) {

    /** A blank directory means the default one. */
    public PaxosProperties {
        dataDir = dataDir.isBlank() ? "./data" : dataDir;
        peers = Map.copyOf(peers);
    }

    /**
     * The data directory. Bound as text, as Spring's own conversion would look on the class path first.
     *
     * @throws java.nio.file.InvalidPathException if it is none
     */
    public Path dataDirectory() {
        return Path.of(dataDir);
    }

    /**
     * The database of the store.
     *
     * @param url JDBC URL of a PostgreSQL database. The default is an H2 file below the data directory.
     * @param username User name for that database.
     * @param password Password for that database.
     * @param allowVolatile Whether an H2 database in memory may be used. For tests only: a node that forgets its promises breaks
     *     those of its cluster.
     */
    public record Datasource(@Nullable String url, @Nullable String username, @Nullable String password,
            @DefaultValue("false") boolean allowVolatile) {

        /** A blank URL means none. */
        public Datasource {
            url = url == null || url.isBlank() ? null : url;
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Datasource[username=" + username + ", allowVolatile=" + allowVolatile + "]";
        }
    }
}
