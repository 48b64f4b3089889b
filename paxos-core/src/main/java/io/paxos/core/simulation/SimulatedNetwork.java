package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries messages late, twice, out of order or not at all; links are cut one direction at a time. */
final class SimulatedNetwork {

    private static final long FASTEST_MICROS = 50;

    private final SimulatedWorld world;
    private final SimulationOptions options;
    private final LinkCuts cuts;
    private final Map<NodeId, Long> slowed = new HashMap<>();

    SimulatedNetwork(SimulatedWorld world) {
        this.world = world;
        this.options = world.options();
        this.cuts = new LinkCuts(options.plan().nodes());
    }

    void send(Envelope envelope) {
        if (cuts.isCut(envelope.header().from(), envelope.to())) {
            strike(FaultKind.PARTITION);
            return;
        }
        if (strikes(FaultKind.LOSS, options.network().lossPercent())) {
            return;
        }
        carry(envelope);
        if (strikes(FaultKind.DUPLICATION, options.network().duplicationPercent())) {
            carry(envelope);
        }
    }

    /** From now on every link works. */
    void heal() {
        cuts.endAll();
        slowed.clear();
    }

    /** Cuts these links for so long, or until everything is healed. */
    void cut(LinkCuts.Cut links, long micros) {
        cuts.begin(links);
        world.schedule().after(micros, () -> cuts.end(links));
    }

    /** Cuts one direction between two nodes until everything is healed. */
    void cut(NodeId from, NodeId to) {
        cuts.begin(cuts.of(List.<NodeId[]>of(new NodeId[] {from, to})));
    }

    /** These links, not cut yet. */
    LinkCuts.Cut links(Iterable<NodeId[]> links) {
        return cuts.of(links);
    }

    /** All that a node sends for a while arrives late: elections pass by, and then its old messages come. */
    void slowDown(NodeId node, long late, long micros) {
        slowed.put(node, late);
        world.schedule().after(micros, () -> slowed.remove(node, late));
    }

    private void carry(Envelope envelope) {
        long latency = FASTEST_MICROS;
        if (options.has(FaultKind.DELAY)) {
            latency += world.dice().below(options.network().latencyMicros());
            strike(FaultKind.DELAY);
        }
        if (strikes(FaultKind.REORDERING, options.network().reorderingPercent())) {
            latency += world.dice().below(options.network().lateMicros());
        }
        Long late = slowed.get(envelope.header().from());
        if (late != null) {
            latency += late / 2 + world.dice().below(late);
            strike(FaultKind.REORDERING);
        }
        world.schedule().after(latency, () -> world.deliver(envelope));
    }

    private boolean strikes(FaultKind kind, int percent) {
        boolean struck = world.isHostile() && options.has(kind) && world.dice().percent(percent);
        if (struck) {
            strike(kind);
        }
        return struck;
    }

    private void strike(FaultKind kind) {
        world.record().strike(kind);
    }
}
