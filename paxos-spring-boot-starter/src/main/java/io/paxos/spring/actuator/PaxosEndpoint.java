package io.paxos.spring.actuator;

import io.paxos.core.ballot.Ballot;
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

/** Shows how the node stands. It changes nothing. */
@Endpoint(id = "paxos")
public final class PaxosEndpoint {

    private final ReplicaDriver driver;
    private final NodeId self;
    private final String cluster;
    private final SortedMap<NodeId, URI> others;
    private final Duration tick;
    private final Duration silentAfter;

    /**
     * @param self this node
     * @param cluster name of its cluster
     * @param others base URL of each other member
     * @param tick time between two ticks of the driver
     * @param silentAfter a member that was not heard for that long does not count for the margin
     */
    public PaxosEndpoint(ReplicaDriver driver, NodeId self, String cluster, SortedMap<NodeId, URI> others, Duration tick,
            Duration silentAfter) {
        this.driver = driver;
        this.self = self;
        this.cluster = cluster;
        this.others = new TreeMap<>(others);
        this.tick = tick;
        this.silentAfter = silentAfter;
    }

    /** The node as it was at most about a tick ago. */
    @ReadOperation
    public NodeReport node() {
        ReplicaStatus status = driver.status();
        if (status == null) {
            return new NodeReport(self.value(), cluster, false, "none", null, false, null, null, 0, 0, 0, "not started", null, null,
                    others.entrySet().stream().map(peer -> report(peer.getKey(), peer.getValue(), null, 0)).toList());
        }
        boolean leads = self.equals(status.leader());
        List<PeerReport> peers = others.entrySet().stream().map(peer -> report(peer.getKey(), peer.getValue(),
                leads ? status.peers().get(peer.getKey()) : null, status.chosenUpTo())).toList();
        return new NodeReport(self.value(), cluster, true, status.role(), status.leader() == null ? null : status.leader().value(),
                status.serving(), report(status.ballot()), report(status.promised()), status.chosenUpTo(), status.applied(),
                status.pending(), status.founding().describe(), fencedOf(status), leads ? margin(status) : null, peers);
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

    private static @Nullable BallotReport report(@Nullable Ballot ballot) {
        return ballot == null || ballot.node().equals(NodeId.NOBODY) ? null
                : new BallotReport(ballot.epoch(), ballot.round(), ballot.node().value());
    }
}
