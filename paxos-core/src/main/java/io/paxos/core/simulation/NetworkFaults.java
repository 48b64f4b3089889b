package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Makes the network go wrong while the run is hostile: links are cut, flap, or become slow. */
final class NetworkFaults {

    /** Which links a fault concerns. */
    private enum Shape {
        /** One node, both ways. */
        ONE_NODE,
        /** What one node sends, or what it should hear. */
        ONE_WAY_OF_A_NODE,
        /** Two nodes, both ways; both still see the others. */
        ONE_PAIR,
        /** The cluster falls in two. */
        TWO_PARTS,
        /** Any set of directed links, each as likely: with three nodes all 2^6. */
        ANY_LINKS
    }

    private final SimulatedWorld world;
    private final NetworkOptions options;

    NetworkFaults(SimulatedWorld world) {
        this.world = world;
        this.options = world.options().network();
    }

    void start() {
        if (world.options().has(FaultKind.PARTITION)) {
            world.whileHostile(2 * options.cutEveryMicros(), this::cut);
        }
        if (world.options().has(FaultKind.FLAPPING)) {
            world.whileHostile(3 * options.cutEveryMicros(), this::flap);
        }
        if (world.options().has(FaultKind.REORDERING)) {
            world.whileHostile(2 * options.cutEveryMicros(), this::slowDown);
        }
    }

    private void cut() {
        LinkCuts.Cut links = drawLinks("cut");
        world.network().cut(links, 20_000 + world.dice().below(options.cutMicros()));
    }

    /** The links go and come, many times in a row, about as fast as heartbeats and elections do. */
    private void flap() {
        LinkCuts.Cut links = drawLinks("flapping");
        long down = 5_000 + world.dice().below(100_000L);
        long up = 5_000 + world.dice().below(100_000L);
        flap(links, down, up, 3 + world.dice().below(20));
    }

    private void flap(LinkCuts.Cut links, long down, long up, int times) {
        if (times > 0 && world.isHostile()) {
            world.record().strike(FaultKind.FLAPPING);
            world.network().cut(links, down);
            world.schedule().after(down + up, () -> flap(links, down, up, times - 1));
        }
    }

    private void slowDown() {
        List<SimulatedNode> up = world.nodes().stream().filter(SimulatedNode::isUp).toList();
        if (!up.isEmpty()) {
            long late = 30_000 + world.dice().below(options.lateMicros());
            world.network().slowDown(world.likelyLeader(up).id(), late, 20_000 + world.dice().below(options.cutMicros()));
        }
    }

    private LinkCuts.Cut drawLinks(String what) {
        List<NodeId> nodes = world.options().plan().nodes();
        Shape shape = world.dice().oneOf(List.of(Shape.values()));
        NodeId one = world.dice().oneOf(nodes);
        NodeId two = world.dice().oneOf(nodes);
        boolean deaf = world.dice().percent(50);
        int half = world.dice().below(1 << nodes.size());
        List<NodeId[]> links = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = 0; j < nodes.size(); j++) {
                NodeId from = nodes.get(i);
                NodeId to = nodes.get(j);
                boolean chosen = switch (shape) {
                    case ONE_NODE -> from.equals(one) || to.equals(one);
                    case ONE_WAY_OF_A_NODE -> deaf ? to.equals(one) : from.equals(one);
                    case ONE_PAIR -> from.equals(one) && to.equals(two) || from.equals(two) && to.equals(one);
                    case TWO_PARTS -> (half >> i & 1) != (half >> j & 1);
                    case ANY_LINKS -> world.dice().percent(50);
                };
                if (chosen && i != j) {
                    links.add(new NodeId[] {from, to});
                }
            }
        }
        world.record().note(what + ": " + links.stream().map(l -> l[0] + " -> " + l[1]).toList());
        return world.network().links(links);
    }
}
