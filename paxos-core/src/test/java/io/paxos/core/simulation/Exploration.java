package io.paxos.core.simulation;

import io.paxos.core.message.Envelope;
import io.paxos.core.simulation.NodeGraph.Action;
import io.paxos.core.simulation.NodeGraph.Kind;
import io.paxos.core.simulation.NodeGraph.State;
import io.paxos.core.simulation.NodeGraph.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Visits every state that three founded nodes can reach within a scope, whatever is lost, doubled, late or overtaken: what was
 * ever sent may be delivered at any time, again and again, or never. The nodes run the production replica and executor.
 *
 * <p>A state of the cluster is three states of nodes, the messages sent so far, and what is left of the scope. Two
 * simplifications: what a node says to itself it hears at once, and polls, on which no safety rests, are won at once. And one
 * reduction: where no crash is left in the scope, a write is durable at once, as all that a slower one could do is to delay
 * messages, which may be late anyway.
 */
final class Exploration {

    /**
     * What may happen.
     *
     * @param established whether the first node leads already, and all know its start barrier chosen
     * @param campaigns how many on each node, at most three, whenever it does not lead
     * @param crashes how many, at most seven, each with a restart at once; likewise the others
     * @param commands how many, each on a node that leads and serves
     * @param heartbeats how many, each of a node that leads
     */
    record Scope(boolean established, List<Integer> campaigns, int crashes, int commands, int heartbeats) {
    }

    /**
     * What was seen.
     *
     * @param states of the cluster
     * @param steps from one to another
     * @param nodeStates states of single nodes
     * @param messages different ones
     * @param outcomes different sets of chosen values
     * @param mostChosen slots chosen in one state
     */
    record Report(long states, long steps, int nodeStates, int messages, int outcomes, int mostChosen) {
    }

    private static final int NET = 3;
    private static final int LEFT = 4;

    private final Scope scope;
    private final NodeGraph graph;
    private final List<BitSet> nets = new ArrayList<>();
    private final Map<BitSet, Integer> netIds = new HashMap<>();
    private final StateTable states = new StateTable(5);
    private final Set<List<Integer>> checked = new HashSet<>();
    private final TreeSet<String> outcomes = new TreeSet<>();
    private int mostChosen;
    private long steps;

    private Exploration(Scope scope, SteppedReplica.Factory factory) {
        this.scope = scope;
        this.graph = new NodeGraph(factory);
    }

    /**
     * Visits all states.
     *
     * @throws InvariantViolation with the shortest way to a state in which two values are chosen in a slot, or one is applied
     *     that is not chosen
     */
    static Report run(Scope scope, SteppedReplica.Factory factory) {
        return new Exploration(scope, factory).run();
    }

    private Report run() {
        int[] state = {graph.first(0), graph.first(1), graph.first(2), 0, 0};
        if (scope.established()) {
            establish(state);
        }
        state[NET] = netOf(new BitSet());
        state[LEFT] = left(scope.campaigns().get(0) + 4 * scope.campaigns().get(1) + 16 * scope.campaigns().get(2),
                scope.crashes(), scope.commands(), scope.heartbeats());
        states.add(state, -1, -1);
        for (int index = 0; index < states.size(); index++) {
            states.get(index, state);
            expand(index, state);
        }
        return new Report(states.size(), steps, graph.size(), graph.messages().size(), outcomes.size(), mostChosen);
    }

    // --- the beginning

    private void establish(int[] state) {
        BitSet net = new BitSet();
        apply(state, net, 0, new Action(Kind.CAMPAIGN, 0));
        deliverAll(state, net);
        apply(state, net, 0, new Action(Kind.HEARTBEAT, 0));
        deliverAll(state, net);
        if (!graph.get(state[0]).serves() || !graph.get(state[2]).applied().containsKey(1L)) {
            throw new IllegalStateException("the first node does not lead");
        }
    }

    private void deliverAll(int[] state, BitSet net) {
        for (int m = 0; m < graph.messages().size(); m++) {
            apply(state, net, receiverOf(m), new Action(Kind.RECEIVE, m));
        }
    }

    private void apply(int[] state, BitSet net, int node, Action action) {
        Step step = graph.step(node, state[node], action);
        state[node] = step.to();
        net.or(step.sent());
        if (graph.get(state[node]).isWriting()) {
            apply(state, net, node, new Action(Kind.WRITTEN, 0));
        }
    }

    // --- all that can follow

    /** What is left of the scope, as one number: two bits for the campaigns of each node, three for each of the others. */
    private static int left(int campaigns, int crashes, int commands, int heartbeats) {
        return ((campaigns * 8 + crashes) * 8 + commands) * 8 + heartbeats;
    }

    private void expand(int index, int[] state) {
        int campaigns = state[LEFT] >> 9;
        int crashes = state[LEFT] >> 6 & 7;
        int commands = state[LEFT] >> 3 & 7;
        int heartbeats = state[LEFT] & 7;
        for (int node = 0; node < 3; node++) {
            if (crashes == 0 && graph.get(state[node]).isWriting()) {
                go(index, state, node, new Action(Kind.WRITTEN, 0), state[LEFT]);
                return;
            }
        }
        BitSet net = nets.get(state[NET]);
        for (int m = net.nextSetBit(0); m >= 0; m = net.nextSetBit(m + 1)) {
            go(index, state, receiverOf(m), new Action(Kind.RECEIVE, m), state[LEFT]);
        }
        for (int node = 0; node < 3; node++) {
            State of = graph.get(state[node]);
            if (of.isWriting()) {
                go(index, state, node, new Action(Kind.WRITTEN, 0), state[LEFT]);
                if (crashes > 0) {
                    go(index, state, node, new Action(Kind.CRASH_KEEPING, 0), left(campaigns, crashes - 1, commands, heartbeats));
                }
            }
            if (crashes > 0) {
                go(index, state, node, new Action(Kind.CRASH_LOSING, 0), left(campaigns, crashes - 1, commands, heartbeats));
            }
            if ((campaigns >> 2 * node & 3) > 0 && !of.leads()) {
                go(index, state, node, new Action(Kind.CAMPAIGN, 0),
                        left(campaigns - (1 << 2 * node), crashes, commands, heartbeats));
            }
            if (commands > 0 && of.serves()) {
                go(index, state, node, new Action(Kind.PROPOSE, 0), left(campaigns, crashes, commands - 1, heartbeats));
            }
            if (heartbeats > 0 && of.leads()) {
                go(index, state, node, new Action(Kind.HEARTBEAT, 0), left(campaigns, crashes, commands, heartbeats - 1));
            }
        }
    }

    private void go(int from, int[] state, int node, Action action, int left) {
        Step step = graph.step(node, state[node], action);
        int[] next = state.clone();
        next[node] = step.to();
        next[LEFT] = left;
        if (!step.sent().isEmpty()) {
            BitSet net = (BitSet) nets.get(state[NET]).clone();
            net.or(step.sent());
            next[NET] = netOf(net);
        }
        if (Arrays.equals(next, state)) {
            return;
        }
        steps++;
        int index = states.add(next, from, node << 28 | action.kind().ordinal() << 24 | action.message());
        List<Integer> nodes = List.of(next[0], next[1], next[2]);
        if (index >= 0 && checked.add(nodes)) {
            check(index, nodes);
        }
    }

    private int receiverOf(int message) {
        return ExploredNode.NODES.indexOf(graph.messages().get(message).to());
    }

    private int netOf(BitSet net) {
        return netIds.computeIfAbsent(net, n -> {
            nets.add(n);
            return nets.size() - 1;
        });
    }

    // --- what must hold

    /** Over all votes that were ever durable, one value is chosen in a slot, and nothing else is applied. */
    private void check(int index, List<Integer> nodes) {
        Map<String, Integer> counts = new HashMap<>();
        nodes.forEach(node -> graph.get(node).votes().forEach(vote -> counts.merge(vote, 1, Integer::sum)));
        Map<Long, String> chosen = new TreeMap<>();
        counts.forEach((vote, count) -> {
            if (count >= 2) {
                long slot = Long.parseLong(vote.substring(0, vote.indexOf(';')));
                String entry = vote.substring(vote.indexOf('|') + 1);
                String other = chosen.putIfAbsent(slot, entry);
                if (other != null && !other.equals(entry)) {
                    throw new InvariantViolation("two values are chosen in slot " + slot + ": " + other + " and " + entry
                            + wayTo(index));
                }
            }
        });
        for (int node : nodes) {
            graph.get(node).applied().forEach((slot, entry) -> {
                if (!entry.toString().equals(chosen.get(slot))) {
                    throw new InvariantViolation("slot " + slot + " was applied as " + entry + ", chosen is " + chosen.get(slot)
                            + wayTo(index));
                }
            });
        }
        outcomes.add(chosen.toString());
        mostChosen = Math.max(mostChosen, chosen.size());
    }

    private String wayTo(int index) {
        Deque<String> way = new ArrayDeque<>();
        for (int at = index; states.before(at) >= 0; at = states.before(at)) {
            int by = states.by(at);
            Kind kind = Kind.values()[by >> 24 & 15];
            Envelope message = kind == Kind.RECEIVE ? graph.messages().get(by & 0xFFFFFF) : null;
            way.push("\n  " + ExploredNode.NODES.get(by >> 28) + " " + kind
                    + (message == null ? "" : " " + message.header().from() + ": " + message.message()));
        }
        return String.join("", way);
    }
}
