package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.membership.Membership;
import io.paxos.core.replica.ReplicaStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calm phase: liveness. First a quorum drawn at random works without faults, while the other nodes are down, cut
 * off, deaf or mute; then these come back too. Each time there must be one leader, an answer to every call, and the
 * same state everywhere, within a bounded time.
 */
final class Recovery {

    /** What is left of pauses and late messages, and then so many election time-outs. */
    private static final long REST_MICROS = 5_000_000;
    private static final long TIME_OUTS = 150;
    private static final long HOPELESS_AFTER_MICROS = 3_000_000;

    /** How a node is missing while the quorum works. */
    private enum Absence {
        DOWN, CUT, DEAF, MUTE
    }

    private final SimulatedWorld world;
    private final long within;
    private boolean byQuorum;
    private boolean unfoundable;
    private long slowest;

    Recovery(SimulatedWorld world) {
        this.world = world;
        this.within = REST_MICROS + TIME_OUTS * world.options().replica().electionTicks() * ProcessFaults.TICK_MICROS;
    }

    /** Whether a quorum recovered without the others. */
    boolean byQuorum() {
        return byQuorum;
    }

    /** Whether the cluster was never founded, and never can be. */
    boolean isUnfoundable() {
        return unfoundable;
    }

    /** The longer of the two recoveries, in virtual microseconds. */
    long slowest() {
        return slowest;
    }

    void run() {
        world.calmDown();
        world.clients().forEach(SimulatedClient::stopAsking);
        List<SimulatedNode> quorum = drawQuorum();
        if (quorum.size() < world.nodes().size()) {
            world.network().heal();
            world.record().note("healed are only " + quorum.stream().map(SimulatedNode::id).toList());
            world.nodes().stream().filter(node -> !quorum.contains(node)).forEach(this::leaveOut);
            await(quorum);
            byQuorum = true;
        }
        world.network().heal();
        world.record().note("all are healed");
        await(world.nodes());
    }

    /** All nodes where the founding is not over, as it needs them; else any nodes that make both quorums. */
    private List<SimulatedNode> drawQuorum() {
        Membership founders = foundersOnDisk();
        if (founders == null) {
            return world.nodes();
        }
        List<SimulatedNode> shuffled = new ArrayList<>(world.nodes());
        Collections.shuffle(shuffled, new Random(world.dice().any()));
        List<SimulatedNode> quorum = new ArrayList<>();
        Set<NodeId> names = new TreeSet<>();
        for (SimulatedNode node : shuffled) {
            boolean votes = node.foundingOnDisk() == FoundingStatus.FOUNDED && founders.isPinned(node.id(), node.storage());
            if (votes && !(founders.isPrepareQuorum(names) && founders.isAcceptQuorum(names))) {
                quorum.add(node);
                names.add(node.id());
            }
        }
        return founders.isPrepareQuorum(names) && founders.isAcceptQuorum(names) ? quorum : world.nodes();
    }

    private @Nullable Membership foundersOnDisk() {
        for (SimulatedNode node : world.nodes()) {
            if (node.foundingOnDisk() == FoundingStatus.FOUNDED) {
                return node.foundersOnDisk();
            }
        }
        return null;
    }

    private void leaveOut(SimulatedNode node) {
        Absence absence = world.dice().oneOf(List.of(Absence.values()));
        world.record().note(node.id() + " is " + absence);
        if (absence == Absence.DOWN) {
            node.leaveOut(true);
            if (node.isUp()) {
                node.crash();
            }
        }
        for (SimulatedNode other : world.nodes()) {
            if (absence != Absence.MUTE) {
                world.network().cut(other.id(), node.id());
            }
            if (absence != Absence.DEAF) {
                world.network().cut(node.id(), other.id());
            }
        }
    }

    private void await(List<SimulatedNode> nodes) {
        long began = world.schedule().now();
        nodes.forEach(node -> node.leaveOut(false));
        nodes.stream().filter(node -> !node.isUp() || node.isFenced()).forEach(node -> {
            if (node.isUp()) {
                node.crash();
            }
            node.start();
        });
        if (!world.runUntil(() -> hasRecovered(nodes) || isHopeless(began), within) && !cannotBeFounded()) {
            throw new InvariantViolation("no recovery within " + within / 1_000_000 + " s without faults: "
                    + nodes.stream().map(SimulatedNode::status).toList() + ", open: "
                    + world.clients().stream().map(SimulatedClient::describeOpen).toList());
        }
        if (!unfoundable) {
            slowest = Math.max(slowest, world.schedule().now() - began);
            probe(nodes);
        }
    }

    /** Each of the nodes must serve: a write and a read through it, and equal states again. */
    private void probe(List<SimulatedNode> nodes) {
        long before = world.record().acknowledged();
        world.clients().forEach(client -> nodes.forEach(client::probe));
        if (!world.runUntil(() -> hasRecovered(nodes), within)) {
            throw new InvariantViolation("no recovery: calls through each of " + nodes.stream().map(SimulatedNode::id).toList()
                    + " are not answered within " + within / 1_000_000 + " s: "
                    + world.clients().stream().map(SimulatedClient::describeOpen).toList());
        }
        // all reads; a write may be too large, or not fit into a table of answers that was made small
        if (world.record().acknowledged() < before + (long) world.clients().size() * nodes.size()) {
            throw new InvariantViolation("no recovery: of the calls through " + nodes.stream().map(SimulatedNode::id).toList()
                    + " some were given up");
        }
    }

    private boolean hasRecovered(List<SimulatedNode> nodes) {
        if (!world.clients().stream().allMatch(SimulatedClient::isIdle)) {
            return false;
        }
        int serving = 0;
        for (SimulatedNode node : nodes) {
            ReplicaStatus status = node.status();
            if (status == null || status.applied() != world.record().highestApplied()) {
                return false;
            }
            serving += status.serving() ? 1 : 0;
        }
        return serving == 1;
    }

    /** It cannot be founded, a node has said so, and there was time for another to do it all the same. */
    private boolean isHopeless(long began) {
        return world.record().highestApplied() == 0 && world.record().advised()
                && world.schedule().now() - began > HOPELESS_AFTER_MICROS && cannotBeFounded();
    }

    /**
     * F6: a store lost between bound and founded makes a cluster that can never be founded; nothing was decided then,
     * and by now somebody must have said so.
     */
    private boolean cannotBeFounded() {
        Set<FaultKind> struck = world.record().struck().keySet();
        boolean wiped = struck.contains(FaultKind.WIPE_IN_FOUNDING) || struck.contains(FaultKind.WIPE);
        unfoundable = world.record().highestApplied() == 0 && wiped
                && world.nodes().stream().allMatch(node -> node.foundingOnDisk() != FoundingStatus.FOUNDED);
        if (unfoundable && !world.record().advised() && world.nodes().stream().anyMatch(this::canTell)) {
            throw new InvariantViolation("the cluster cannot be founded, and no node has said what to do");
        }
        return unfoundable;
    }

    /** Whether a node that is bound has lost another, and so few that it can be sure that nothing was decided. */
    private boolean canTell(SimulatedNode bound) {
        Membership founders = bound.foundersOnDisk();
        if (founders == null) {
            return false;
        }
        Set<NodeId> lost = new TreeSet<>();
        for (SimulatedNode node : world.nodes()) {
            if (!founders.isPinned(node.id(), node.storage())) {
                lost.add(node.id());
            }
        }
        return !lost.isEmpty() && !lost.contains(bound.id()) && lost.size() * 2 < world.nodes().size()
                && !founders.isAcceptQuorum(lost);
    }
}
