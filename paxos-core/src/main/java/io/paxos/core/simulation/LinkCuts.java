package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which links are cut, one direction at a time. Cuts may overlap: a link works when the last one that has it is over. */
final class LinkCuts {

    /** Some links, cut together. */
    static final class Cut {
        private final BitSet links = new BitSet();
    }

    private final List<NodeId> nodes;
    private final List<Cut> active = new ArrayList<>();
    private BitSet cut = new BitSet();

    LinkCuts(List<NodeId> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    boolean isCut(NodeId from, NodeId to) {
        return !active.isEmpty() && cut.get(link(from, to));
    }

    /** A cut that takes no effect before {@link #begin}. */
    Cut of(Iterable<NodeId[]> links) {
        Cut made = new Cut();
        links.forEach(link -> made.links.set(link(link[0], link[1])));
        return made;
    }

    void begin(Cut some) {
        active.add(some);
        cut.or(some.links);
    }

    /** Nothing if the cut is over already. */
    void end(Cut some) {
        if (active.remove(some)) {
            cut = new BitSet();
            active.forEach(other -> cut.or(other.links));
        }
    }

    /** All cuts are over. */
    void endAll() {
        active.clear();
        cut = new BitSet();
    }

    private int link(NodeId from, NodeId to) {
        return nodes.indexOf(from) * nodes.size() + nodes.indexOf(to);
    }
}
