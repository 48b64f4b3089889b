package io.paxos.core.simulation;

import io.paxos.core.log.Entry;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The states of single nodes, and the steps between them, as far as they were asked for. A node is a function of its state and of
 * what happens to it, so each step is computed once, by a replay of the way that led to the state.
 */
final class NodeGraph {

    /** What can happen to a node. */
    enum Kind { RECEIVE, WRITTEN, CRASH_LOSING, CRASH_KEEPING, CAMPAIGN, PROPOSE, HEARTBEAT }

    /**
     * Something happens to a node.
     *
     * @param message number of the message of {@link Kind#RECEIVE}, else 0
     */
    record Action(Kind kind, int message) {
    }

    /**
     * What comes of it.
     *
     * @param to state of the node
     * @param sent numbers of messages
     */
    record Step(int to, BitSet sent) {
    }

    /** The state of a node: how it is reached first, and what matters of it to others. */
    static final class State {
        private final @Nullable State before;
        private final @Nullable Action by;
        private final Map<Action, Step> steps = new HashMap<>();
        private final TreeSet<String> votes;
        private final TreeMap<Long, Entry> applied;
        private final boolean writing;
        private final boolean leads;
        private final boolean serves;

        private State(@Nullable State before, @Nullable Action by, ExploredNode node) {
            this.before = before;
            this.by = by;
            this.votes = new TreeSet<>(node.votes());
            this.applied = new TreeMap<>(node.applied());
            this.writing = node.isWriting();
            this.leads = node.leads();
            this.serves = node.serves();
        }

        TreeSet<String> votes() {
            return votes;
        }

        TreeMap<Long, Entry> applied() {
            return applied;
        }

        boolean isWriting() {
            return writing;
        }

        boolean leads() {
            return leads;
        }

        boolean serves() {
            return serves;
        }
    }

    private final SteppedReplica.Factory factory;
    private final List<State> states = new ArrayList<>();
    private final List<Map<String, Integer>> ids = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final List<Envelope> messages = new ArrayList<>();
    private final Map<Envelope, Integer> messageIds = new HashMap<>();

    NodeGraph(SteppedReplica.Factory factory) {
        this.factory = factory;
    }

    /** The state of a founded node that has just started for the first time. */
    int first(int node) {
        return idOf(node, null, null, new ExploredNode(node, factory));
    }

    State get(int state) {
        return states.get(state);
    }

    /** How many states are known. */
    int size() {
        return states.size();
    }

    /** All messages that were ever sent, by number. */
    List<Envelope> messages() {
        return messages;
    }

    /** What comes of an action in a state of a node. */
    Step step(int node, int from, Action action) {
        State state = states.get(from);
        Step known = state.steps.get(action);
        if (known != null) {
            return known;
        }
        Deque<Action> way = new ArrayDeque<>();
        for (State each = state; each != null && each.by != null; each = each.before) {
            way.push(each.by);
        }
        ExploredNode replayed = new ExploredNode(node, factory);
        way.forEach(earlier -> act(replayed, earlier));
        replayed.takeSent();
        act(replayed, action);
        BitSet sent = new BitSet();
        for (Envelope envelope : replayed.takeSent()) {
            if (!(envelope.message() instanceof Poll || envelope.message() instanceof PollAnswer)) {
                sent.set(messageIds.computeIfAbsent(envelope, this::add));
            }
        }
        Step step = new Step(idOf(node, state, action, replayed), sent);
        state.steps.put(action, step);
        return step;
    }

    private int add(Envelope envelope) {
        messages.add(envelope);
        return messages.size() - 1;
    }

    private int idOf(int node, @Nullable State before, @Nullable Action by, ExploredNode reached) {
        reached.takeSent();
        return ids.get(node).computeIfAbsent(reached.state(), text -> {
            states.add(new State(before, by, reached));
            return states.size() - 1;
        });
    }

    private void act(ExploredNode node, Action action) {
        switch (action.kind()) {
            case RECEIVE -> node.receive(messages.get(action.message()));
            case WRITTEN -> node.written();
            case CRASH_LOSING -> node.crash(false);
            case CRASH_KEEPING -> node.crash(true);
            case CAMPAIGN -> node.campaign();
            case PROPOSE -> node.propose();
            case HEARTBEAT -> node.tick();
        }
    }
}
