package io.paxos.spring.properties;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What an application says of its node.
 *
 * @param enabled Whether the node runs at all.
 * @param cluster Name of the cluster; peers and stores of another cluster are refused.
 * @param nodeId Id of this node; it must be among the peers.
 * @param peers Base URL of each founding member by its node id, this one included, with the context path where there is one.
 *     Without any, the node is a cluster of one.
 * @param dataDir Directory that holds the directories of nodes; the H2 file lies in its subdirectory named by the node id.
 * @param datasource Database of the store, when it is not the H2 file.
 * @param requestTimeout Total deadline of a call, retries included.
 * @param election Heartbeats and elections.
 * @param transport Exchanges with the peers.
 * @param log Bounds of the replicated log.
 * @param limits Bounds of what callers may ask for.
 * @param security How peers know each other.
 * @param trace What the protocol does, message by message.
 */
@ConfigurationProperties(value = "paxos", ignoreUnknownFields = false)
@Validated
public record PaxosProperties(@DefaultValue("true") boolean enabled,
        @DefaultValue("default") @NotBlank @Size(max = 255) String cluster,
        @DefaultValue("node1") @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}",
                message = "must match [a-z0-9][a-z0-9-]{0,62}: lower case letters, digits and hyphens, at most 63") String nodeId,
        @DefaultValue Map<String, String> peers, @DefaultValue("./data") String dataDir,
        @DefaultValue @Valid Datasource datasource,
        @DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(hours = 24) Duration requestTimeout,
        @DefaultValue @Valid Election election, @DefaultValue @Valid Transport transport, @DefaultValue @Valid Log log,
        @DefaultValue @Valid Limits limits, @DefaultValue @Valid Security security, @DefaultValue @Valid Trace trace) {

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

    /**
     * Heartbeats and elections. All nodes should have the same.
     *
     * @param heartbeat Time between two heartbeats of a leader, rounded up to 10 ms.
     * @param timeout Least time without a leader before a node campaigns; the time-out is drawn between 1 and 2 times this value.
     *     At least 5 heartbeats.
     */
    public record Election(@DefaultValue("50ms") @DurationMin(millis = 10) @DurationMax(minutes = 1) Duration heartbeat,
            @DefaultValue("500ms") @DurationMin(millis = 50) @DurationMax(minutes = 10) Duration timeout) {
    }

    /**
     * Exchanges with the peers.
     *
     * @param hold Longest time for which a request of a peer is held open for its replies. Below the read timeout, and below the
     *     election timeout, of the peers.
     * @param inFlight Most bulk requests under way to one peer, and from one peer.
     * @param connectTimeout Longest time to connect to a peer.
     * @param readTimeout Longest time to wait for a peer's response.
     * @param port Port of the peer endpoint, when it is not that of the application. Tomcat only.
     */
    public record Transport(@DefaultValue("200ms") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration hold,
            @DefaultValue("4") @Min(1) @Max(64) int inFlight,
            @DefaultValue("250ms") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
            @DefaultValue("1s") @DurationMin(millis = 2) @DurationMax(minutes = 1) Duration readTimeout,
            @Min(1) @Max(65_535) @Nullable Integer port) {
    }

    /**
     * Bounds of the replicated log.
     *
     * @param batchSize Most commands in one batch.
     * @param batchBytes About the most bytes in one batch, from 1 KB to 16 MB; a single larger command goes alone.
     * @param inFlight Most batches under way at once.
     * @param queueSize Most commands, and most reads, that wait on this node; further ones are refused.
     * @param queueBytes Most bytes of commands that wait on this node. At least twice the largest value and 2 KB.
     */
    public record Log(@DefaultValue("1024") @Min(1) @Max(65_536) int batchSize, @DefaultValue("256KB") DataSize batchBytes,
            @DefaultValue("8") @Min(1) @Max(1_024) int inFlight, @DefaultValue("10000") @Min(1) @Max(1_000_000) int queueSize,
            @DefaultValue("32MB") DataSize queueBytes) {
    }

    /**
     * Bounds of what callers may ask for. All nodes must have the same.
     *
     * @param value Largest value, up to 480 KB.
     */
    public record Limits(@DefaultValue("64KB") DataSize value) {
    }

    /**
     * How peers know each other.
     *
     * @param sharedSecret Secret that all nodes share, of at least 32 bytes in UTF-8. Needed as soon as an address of a peer is
     *     not loopback.
     */
    public record Security(@Nullable String sharedSecret) {

        /** A blank secret means none. */
        public Security {
            sharedSecret = sharedSecret == null || sharedSecret.isBlank() ? null : sharedSecret;
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Security[sharedSecret=" + (sharedSecret == null ? "none" : "set") + "]";
        }
    }

    /**
     * What the protocol does, message by message: for tests and for a look at what is going on, as it costs time.
     *
     * @param enabled Whether each message of the two phases is traced, in the log and in the endpoint. Values are not.
     * @param size Most events that the endpoint shows, the last ones.
     */
    public record Trace(@DefaultValue("false") boolean enabled, @DefaultValue("1000") @Min(1) @Max(100_000) int size) {
    }
}
