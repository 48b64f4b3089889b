package io.paxos.spring.actuator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.ReplicaStatus.Peer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Gauges of how a node stands. They read what its driver last published, so that the protocol does nothing for them. */
public final class PaxosMeters implements MeterBinder {

    /** Every meter has it, as several nodes may share a registry. */
    static final String NODE = "node";

    private static final List<String> ROLES = List.of("follower", "poller", "candidate", "leader");

    private final ReplicaDriver driver;
    private final NodeId self;
    private final List<NodeId> others;
    private final Duration tick;

    /**
     * @param self this node
     * @param others the other members
     * @param tick time between two ticks of the driver
     */
    public PaxosMeters(ReplicaDriver driver, NodeId self, Collection<NodeId> others, Duration tick) {
        this.driver = driver;
        this.self = self;
        this.others = List.copyOf(others);
        this.tick = tick;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String role : ROLES) {
            gauge("paxos.role", 0, status -> status.role().equals(role) ? 1 : 0).tag("role", role)
                    .description("1 for the present role of the node, 0 for the others").register(registry);
        }
        gauge("paxos.chosen", Double.NaN, ReplicaStatus::chosenUpTo).baseUnit("slots")
                .description("Highest slot that the node knows chosen").register(registry);
        gauge("paxos.applied", Double.NaN, ReplicaStatus::applied).baseUnit("slots")
                .description("Highest slot that the node has applied").register(registry);
        gauge("paxos.pending", 0, ReplicaStatus::pending).baseUnit("calls")
                .description("Calls on the node that wait for their command").register(registry);
        for (NodeId peer : others) {
            TimeGauge.builder("paxos.peer.last.contact", driver, TimeUnit.SECONDS, running -> secondsSince(running, peer))
                    .tag(NODE, self.value()).tag("peer", peer.value())
                    .description("Time since the node, as the leader, last had an answer of the peer").register(registry);
        }
    }

    private Gauge.Builder<ReplicaDriver> gauge(String name, double stopped, ToDoubleFunction<ReplicaStatus> value) {
        return Gauge.builder(name, driver, running -> {
            ReplicaStatus status = running.status();
            return status == null ? stopped : value.applyAsDouble(status);
        }).tag(NODE, self.value());
    }

    /** Only a leader has contacts, and only with those that have answered it. */
    private double secondsSince(ReplicaDriver running, NodeId peer) {
        ReplicaStatus status = running.status();
        Peer seen = status == null ? null : status.peers().get(peer);
        return seen == null ? Double.NaN : tick.multipliedBy(seen.ticksSinceHeard()).toNanos() / 1e9;
    }
}
