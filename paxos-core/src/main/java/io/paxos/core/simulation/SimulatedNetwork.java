package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries messages late, twice, out of order or not at all; links are cut one direction at a time. */
final class SimulatedNetwork {

    private record Link(NodeId from, NodeId to) {
    }

    private final Simulation simulation;
    private final SimulationOptions options;
    private final Set<Link> cut = new HashSet<>();
    private final Map<NodeId, Long> slowed = new HashMap<>();
    private boolean hostile = true;

    SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
        this.options = simulation.options();
    }

    void send(Envelope envelope) {
        if (hostile && cut.contains(new Link(envelope.header().from(), envelope.to()))) {
            simulation.strike(FaultKind.PARTITION);
            return;
        }
        if (hostile && options.has(FaultKind.LOSS) && simulation.percent(options.lossPercent())) {
            simulation.strike(FaultKind.LOSS);
            return;
        }
        carry(envelope);
        if (hostile && options.has(FaultKind.DUPLICATION) && simulation.percent(options.duplicationPercent())) {
            simulation.strike(FaultKind.DUPLICATION);
            carry(envelope);
        }
    }

    /** From now on every message arrives, soon. */
    void heal() {
        hostile = false;
        cut.clear();
        slowed.clear();
    }

    /** All that a node sends for a while arrives late: elections pass by, and then its old messages come. */
    void slowDown(NodeId node) {
        long late = 30_000 + simulation.draw(options.lateMicros());
        slowed.put(node, late);
        simulation.schedule().after(20_000 + simulation.draw(options.partitionMicros()), () -> slowed.remove(node, late));
    }

    /** Cuts links: one node off both ways, one direction of some links, or the cluster in two. Heals them after a while. */
    void partition(List<NodeId> nodes) {
        Set<Link> links = new HashSet<>();
        int style = simulation.draw(3);
        NodeId one = nodes.get(simulation.draw(nodes.size()));
        int half = simulation.draw(1 << nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = 0; j < nodes.size(); j++) {
                NodeId from = nodes.get(i);
                NodeId to = nodes.get(j);
                boolean cutThis = switch (style) {
                    case 0 -> from.equals(one) || to.equals(one);
                    case 1 -> simulation.percent(40);
                    default -> (half >> i & 1) != (half >> j & 1);
                };
                if (cutThis) {
                    links.add(new Link(from, to));
                }
            }
        }
        cut.addAll(links);
        simulation.schedule().after(20_000 + simulation.draw(options.partitionMicros()), () -> cut.removeAll(links));
    }

    private void carry(Envelope envelope) {
        long latency = 50;
        if (options.has(FaultKind.DELAY)) {
            latency += simulation.draw(options.latencyMicros());
            simulation.strike(FaultKind.DELAY);
        }
        if (hostile && options.has(FaultKind.REORDERING) && simulation.percent(options.reorderingPercent())) {
            latency += simulation.draw(options.lateMicros());
            simulation.strike(FaultKind.REORDERING);
        }
        Long late = slowed.get(envelope.header().from());
        if (late != null) {
            latency += late / 2 + simulation.draw(late);
            simulation.strike(FaultKind.REORDERING);
        }
        simulation.schedule().after(latency, () -> simulation.deliver(envelope));
    }
}
