package io.paxos.spring.actuator;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.spring.actuator.NodeReport.BallotReport;
import io.paxos.spring.actuator.NodeReport.PeerReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows how the node stands, and, where that is traced, what it has done lately. It changes nothing. */
@Endpoint(id = "paxos")
public final class PaxosEndpoint {

    private final ReplicaDriver driver;
    private final NodeId self;
    private final String cluster;
    private final SortedMap<NodeId, URI> others;
    private final Duration tick;
    private final Duration silentAfter;
    private final @Nullable StepTrace trace;

    /**
     * @param self this node
     * @param cluster name of its cluster
     * @param others base URL of each other member
     * @param tick time between two ticks of the driver
     * @param silentAfter a member that was not heard for that long does not count for the margin
     * @param trace what the node has done lately; null if that is not traced
     */
    public PaxosEndpoint(ReplicaDriver driver, NodeId self, String cluster, SortedMap<NodeId, URI> others, Duration tick,
            Duration silentAfter, @Nullable StepTrace trace) {
        this.driver = driver;
        this.self = self;
        this.cluster = cluster;
        this.others = new TreeMap<>(others);
        this.tick = tick;
        this.silentAfter = silentAfter;
        this.trace = trace;
    }

    /** The node as it was at most about a tick ago. */
    @ReadOperation
    public NodeReport node() {
        ReplicaStatus status = driver.status();
        if (status == null) {
            return new NodeReport(self.value(), cluster, false, "none", null, false, null, null, 0, 0, 0, "not started", null,
                    null,
                    others.entrySet().stream().map(peer -> report(peer.getKey(), peer.getValue(), null, 0)).toList());
        }
        boolean leads = self.equals(status.leader());
        List<PeerReport> peers = others.entrySet().stream().map(peer -> report(peer.getKey(), peer.getValue(),
                leads ? status.peers().get(peer.getKey()) : null, status.chosenUpTo())).toList();
        return new NodeReport(self.value(), cluster, true, status.role(),
                status.leader() == null ? null : status.leader().value(),
                status.serving(), BallotReport.of(status.ballot()), BallotReport.of(status.promised()), status.chosenUpTo(),
                status.applied(), status.pending(), status.founding().describe(), fencedOf(status),
                leads ? margin(status) : null, peers);
    }

    /**
     * The last messages of the two phases, below {@code /trace}.
     *
     * @param part {@code trace}
     * @return null, which is "not found", for any other part, and if nothing is traced
     */
    @ReadOperation
    public @Nullable TraceReport part(@Selector String part) {
        return trace == null || !part.equals("trace") ? null : TraceReport.of(self, trace.last());
    }

    private static @Nullable String fencedOf(ReplicaStatus status) {
        return status.fenced() != null ? status.fenced() : status.applyHalted();
    }

    /**
     * In epoch 0 all members count alike, and quorums are majorities. Below zero on a leader that has not heard a quorum, as in
     * the first moments of its leadership.
     */
    private int margin(ReplicaStatus status) {
        long heard = status.peers().values().stream()
                .filter(peer -> tick.multipliedBy(peer.ticksSinceHeard()).compareTo(silentAfter) <= 0).count();
        int members = others.size() + 1;
        return Math.toIntExact(heard) + 1 - (members / 2 + 1);
    }

    private PeerReport report(NodeId peer, URI url, ReplicaStatus.@Nullable Peer seen, long chosenUpTo) {
        return seen == null ? new PeerReport(peer.value(), url.toString(), null, null, null)
                : new PeerReport(peer.value(), url.toString(), tick.multipliedBy(seen.ticksSinceHeard()).toMillis(),
                        seen.chosenUpTo(), Math.max(0, chosenUpTo - seen.chosenUpTo()));
    }
}
