package io.paxos.spring.properties;

import io.paxos.core.ballot.NodeId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.util.unit.DataSize;

/**
 * What an application says of its node, after all checks that need more than one property or more than a bound. Made before
 * anything is opened; what is wrong is refused here, or is not refused.
 */
public final class NodeConfiguration {

    /** Time of a tick: heartbeats are rounded up to it. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int LEAST_HEARTBEATS = 5;
    private static final int LEAST_SECRET = 32;
    private static final DataSize LARGEST_BATCH = DataSize.ofMegabytes(2);

    /** A compare-and-set holds two values, and an H2 column that holds it 1 MB. */
    private static final DataSize LARGEST_VALUE = DataSize.ofKilobytes(480);

    /** Most bytes of a command besides its values. */
    private static final int COMMAND_HEAD = 2 * 1024;

    private final NodeId self;
    private final SortedMap<NodeId, URI> peers;
    private final Optional<String> secret;
    private final int commandBytes;

    private NodeConfiguration(NodeId self, SortedMap<NodeId, URI> peers, Optional<String> secret, int commandBytes) {
        this.self = self;
        this.peers = peers;
        this.secret = secret;
        this.commandBytes = commandBytes;
    }

    /**
     * Checks the properties.
     *
     * @param properties each within its own bounds
     * @throws RefusedConfigurationException for the first thing that is wrong
     */
    public static NodeConfiguration of(PaxosProperties properties) {
        NodeId self = NodeId.of(properties.nodeId());
        SortedMap<NodeId, URI> peers = Peers.of(properties.peers(), self);
        requireTimes(properties.election(), properties.transport());
        int commandBytes = requireSizes(properties.log(), properties.limits());
        NodeConfiguration checked = new NodeConfiguration(self, peers, Optional.ofNullable(properties.security().sharedSecret()),
                commandBytes);
        checked.requireSecret();
        checked.requireKeeping(properties.datasource());
        checked.requirePlainAt(properties.transport());
        return checked;
    }

    private static void requireTimes(PaxosProperties.Election election, PaxosProperties.Transport transport) {
        long ticks = election.heartbeat().plus(TICK).minusNanos(1).dividedBy(TICK);
        Duration least = TICK.multipliedBy(ticks).multipliedBy(LEAST_HEARTBEATS);
        if (election.timeout().compareTo(least) < 0) {
            throw new RefusedConfigurationException("paxos.election.timeout is " + shown(election.timeout())
                    + ", which is less than 5 times paxos.election.heartbeat (" + shown(election.heartbeat()) + ").",
                    "Set paxos.election.timeout to " + shown(least) + " or more on every node.", "paxos.election.timeout",
                    "paxos.election.heartbeat");
        }
        requireHoldBelow("paxos.transport.read-timeout", transport.readTimeout(), transport.hold());
        requireHoldBelow("paxos.election.timeout", election.timeout(), transport.hold());
    }

    private static void requireHoldBelow(String property, Duration bound, Duration hold) {
        if (hold.compareTo(bound) >= 0) {
            throw new RefusedConfigurationException("paxos.transport.hold is " + shown(hold) + ", which is not below " + property
                    + " (" + shown(bound) + ").",
                    "Set paxos.transport.hold to less than half of " + property
                            + " on every node.",
                    "paxos.transport.hold", property);
        }
    }

    /** Returns most bytes of a command. */
    private static int requireSizes(PaxosProperties.Log log, PaxosProperties.Limits limits) {
        requireBetween("paxos.limits.value", DataSize.ofBytes(1), limits.value(), LARGEST_VALUE);
        requireBetween("paxos.log.batch-bytes", DataSize.ofKilobytes(1), log.batchBytes(), LARGEST_BATCH);
        int command = 2 * (int) limits.value().toBytes() + COMMAND_HEAD;
        if (log.queueBytes().toBytes() < command) {
            throw new RefusedConfigurationException("paxos.log.queue-bytes is " + shown(log.queueBytes())
                    + ", which does not hold a command with two values of paxos.limits.value (" + shown(limits.value()) + ").",
                    "Set paxos.log.queue-bytes to " + shown(DataSize.ofBytes(command)) + " or more.", "paxos.log.queue-bytes",
                    "paxos.limits.value");
        }
        return command;
    }

    private static void requireBetween(String property, DataSize least, DataSize size, DataSize most) {
        if (size.compareTo(least) < 0 || size.compareTo(most) > 0) {
            throw new RefusedConfigurationException(property + " is " + shown(size) + ", which is not between " + shown(least)
                    + " and " + shown(most) + ".", "Set " + property + " to a size between these.", property);
        }
    }

    private void requireSecret() {
        String property = "paxos.security.shared-secret";
        if (secret.isPresent()) {
            Placeholders.requireNoneIn(property, secret.get());
            int bytes = secret.get().getBytes(StandardCharsets.UTF_8).length;
            if (bytes < LEAST_SECRET) {
                throw new RefusedConfigurationException(property + " has " + bytes + " bytes, and " + LEAST_SECRET
                        + " is the least.",
                        "Give all nodes the same random secret of at least 32 bytes, such as openssl rand "
                                + "-base64 48 prints.",
                        property);
            }
        } else if (!loopbackOnly()) {
            NodeId beyond = peers.entrySet().stream().filter(peer -> !PeerAddress.isLoopback(peer.getValue()))
                    .findFirst().orElseThrow().getKey();
            throw new RefusedConfigurationException("paxos.peers." + beyond + " is not on this machine for certain ("
                    + peers.get(beyond) + "), and without a shared secret anybody who reaches a node could vote in its name.",
                    "Set the variable PAXOS_SECRET to the same random text of at least 32 bytes on every node, and add this line "
                            + "to application.yaml:\n\n    " + property + ": ${PAXOS_SECRET}",
                    "paxos.peers." + beyond);
        }
    }

    /** Which databases are volatile, the store knows; that a voter among others may have none, whatever it is, is said here. */
    private void requireKeeping(PaxosProperties.Datasource datasource) {
        if (datasource.allowVolatile() && !others().isEmpty()) {
            throw new RefusedConfigurationException("paxos.datasource.allow-volatile is true, and a node that forgets its "
                    + "promises when it ends breaks those of its cluster.",
                    "Remove paxos.datasource.allow-volatile, which is for tests of a cluster of one, or paxos.peers.",
                    "paxos.datasource.allow-volatile");
        }
    }

    /** The connector of the peers' own port knows nothing of certificates. */
    private void requirePlainAt(PaxosProperties.Transport transport) {
        URI own = peers.get(self);
        if (transport.port() != null && own != null && own.getScheme().equals("https")) {
            throw new RefusedConfigurationException(
                    "paxos.transport.port is set, where peers are answered by plain http only, and "
                            + "paxos.peers." + self + " is " + own + ".",
                    "Remove paxos.transport.port, so that peers use the port and the "
                            + "certificate of the application, or give http URLs.",
                    "paxos.transport.port", "paxos.peers." + self);
        }
    }

    private static String shown(Duration duration) {
        return duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toNanos() + "ns";
    }

    private static String shown(DataSize size) {
        long bytes = size.toBytes();
        if (bytes == 0 || bytes % 1024 != 0) {
            return bytes + "B";
        }
        return bytes % (1024 * 1024) != 0 ? bytes / 1024 + "KB" : bytes / (1024 * 1024) + "MB";
    }

    /** This node. */
    public NodeId self() {
        return self;
    }

    /**
     * Base URLs of the founding members, this one included, by id: scheme and host in lower case, no default port, no slash at
     * the end. Empty for a cluster of one without an endpoint. Unmodifiable.
     */
    public SortedMap<NodeId, URI> peers() {
        return peers;
    }

    /** {@link #peers()} without this node. */
    public SortedMap<NodeId, URI> others() {
        SortedMap<NodeId, URI> others = new TreeMap<>(peers);
        others.remove(self);
        return Collections.unmodifiableSortedMap(others);
    }

    /** The secret of the cluster, if there is one; not for any text. */
    public Optional<String> secret() {
        return secret;
    }

    /** Whether all peers, if any, are on this machine for certain, so that they need no secret. */
    public boolean loopbackOnly() {
        return peers.values().stream().allMatch(PeerAddress::isLoopback);
    }

    /** Most bytes of one command: the name, and two of the largest values, as a compare-and-set has them. */
    public int commandBytes() {
        return commandBytes;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NodeConfiguration[self=" + self + ", peers=" + peers + ", secret=" + (secret.isPresent() ? "set" : "none") + "]";
    }
}
