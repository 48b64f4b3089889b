package io.paxos.spring.autoconfigure;

import io.paxos.core.driver.DriverOptions;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.web.TransportOptions;
import java.time.Duration;

/** The properties in the units of the rooms that they are for. */
final class NodeOptions {

    /** The least that a node takes in one body, so that nodes whose limits differ for a while still understand each other. */
    private static final long LEAST_BODY_LIMIT = 8L * 1024 * 1024;

    /** The least room for what waits for one lane of one peer. */
    private static final long LEAST_LANE_QUEUE = 32L * 1024 * 1024;

    /**
     * Longer than an exchange is held, so that what waits for a slow disk there is not sent again before the reply can be here.
     */
    private static final int TICKS_BEYOND_HOLD = 5;

    private NodeOptions() {
    }

    static ReplicaOptions ofReplica(PaxosProperties properties, NodeConfiguration node) {
        ReplicaOptions defaults = ReplicaOptions.DEFAULTS;
        PaxosProperties.Log log = properties.log();
        int afterHold = ticks(properties.transport().hold()) + TICKS_BEYOND_HOLD;
        return new ReplicaOptions(ticks(properties.election().heartbeat()), ticks(properties.election().timeout()),
                Math.max(defaults.resendTicks(), afterHold), defaults.fetchPatienceTicks(),
                Math.max(defaults.fetchRetryTicks(), afterHold), defaults.identifyTicks(), log.batchSize(),
                Math.toIntExact(log.batchBytes().toBytes()), log.inFlight(), log.queueSize(),
                log.queueBytes().toBytes(), node.commandBytes(), defaults.answers());
    }

    static DriverOptions ofDriver(PaxosProperties properties, NodeConfiguration node) {
        DriverOptions defaults = DriverOptions.DEFAULTS;
        PaxosProperties.Log log = properties.log();
        return new DriverOptions(defaults.tick(), log.queueSize(),
                log.queueBytes().toBytes(), Math.max(defaults.messageBytes(), 2 * bodyLimit(properties, node)),
                defaults.patience(),
                properties.trace().enabled());
    }

    static TransportOptions ofTransport(PaxosProperties properties, NodeConfiguration node) {
        PaxosProperties.Transport transport = properties.transport();
        return new TransportOptions(transport.hold(), transport.inFlight(), transport.connectTimeout(), transport.readTimeout(),
                properties.election().timeout(), bodyTarget(properties), Math.toIntExact(bodyLimit(properties, node)),
                Math.max(LEAST_LANE_QUEUE, 2 * bodyLimit(properties, node)), transport.port());
    }

    private static int bodyTarget(PaxosProperties properties) {
        return Math.toIntExact(2 * properties.log().batchBytes().toBytes());
    }

    /** Twice what this node may send: a body is of the target's size, or one message that is larger. */
    private static long bodyLimit(PaxosProperties properties, NodeConfiguration node) {
        long largest = bodyTarget(properties) + properties.log().batchBytes().toBytes() + 2L * node.commandBytes();
        return Math.max(LEAST_BODY_LIMIT, 2 * largest);
    }

    private static int ticks(Duration duration) {
        long tick = DriverOptions.DEFAULTS.tick().toNanos();
        return Math.toIntExact((duration.toNanos() + tick - 1) / tick);
    }
}
