package io.paxos.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Message;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Replicas whose every message and every tick is a line of the script. Messages wait on their link, in order, until the
 * script delivers, drops or holds them. A node's election time-out is always {@link #TIME_OUT} ticks, and passes only
 * when the script lets that node tick, so the script says who campaigns.
 */
final class ScriptedCluster {

    /** Short times: a heartbeat each tick, least election time-out 5, batches of at most 4. */
    static final ReplicaOptions OPTIONS = new ReplicaOptions(1, 5, 4, 1, 3, 2, 4, 4096, 8, 100, 1 << 20, 1024,
            AnswerLimits.DEFAULTS);
    /** Ticks without a leader after which a node campaigns. */
    static final int TIME_OUT = 10;
    /** Ticks after which a node no longer hears a leader that is silent. */
    static final int LEADER_FORGOTTEN = 5;

    private record Link(NodeId from, NodeId to) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    private final FoundingPlan plan;
    private final ReplicaOptions options;
    private final Map<NodeId, ScriptedNode> nodes = new TreeMap<>();
    private final Map<Link, Deque<Envelope>> links = new TreeMap<>();
    private final Set<Link> cut = new HashSet<>();
    private final Set<Link> held = new HashSet<>();
    private final List<Envelope> sent = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private Predicate<Envelope> lost = envelope -> false;
    private BiConsumer<Envelope, Boolean> witness = (envelope, isLost) -> {};
    private long lastCall;

    private ScriptedCluster(FoundingPlan plan, ReplicaOptions options, boolean founded, Supplier<StateMachine> machines) {
        this.plan = plan;
        this.options = options;
        Map<NodeId, StorageId> stores = new TreeMap<>();
        plan.nodes().forEach(node -> stores.put(node, new StorageId(7, stores.size() + 1)));
        Membership founders = plan.foundersWith(stores);
        Binding binding = founded ? new Binding(founders, true) : Binding.UNBOUND;
        plan.nodes().forEach(node -> nodes.put(node, new ScriptedNode(this, node, stores.get(node), binding, machines)));
        nodes.values().forEach(ScriptedNode::start);
        if (founded) {
            nodes.values().forEach(node -> node.tick(LEADER_FORGOTTEN));
        }
    }

    /** Nodes {@code node1}, {@code node2}, ... that were founded before the script begins. */
    static ScriptedCluster founded(int nodes) {
        return founded(nodes, OPTIONS);
    }

    static ScriptedCluster founded(int nodes, ReplicaOptions options) {
        return new ScriptedCluster(listed(nodes), options, true, ReplicatedState::new);
    }

    static ScriptedCluster founded(int nodes, Supplier<StateMachine> machines) {
        return new ScriptedCluster(listed(nodes), OPTIONS, true, machines);
    }

    static ScriptedCluster founded(FoundingPlan plan) {
        return new ScriptedCluster(plan, OPTIONS, true, ReplicatedState::new);
    }

    /** Nodes with empty stores. */
    static ScriptedCluster unfounded(int nodes) {
        return unfounded(listed(nodes));
    }

    static ScriptedCluster unfounded(FoundingPlan plan) {
        return new ScriptedCluster(plan, OPTIONS, false, ReplicatedState::new);
    }

    static NodeId node(int number) {
        return NodeId.of("node" + number);
    }

    static FoundingPlan listed(int nodes) {
        List<NodeId> listed = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            listed.add(node(i));
        }
        return FoundingPlan.majority("test", listed);
    }

    // --- nodes

    ScriptedNode at(int number) {
        return nodes.get(named(number));
    }

    /** The listed nodes have their numbers in the order of their names. */
    private NodeId named(int number) {
        return plan.nodes().get(number - 1);
    }

    FoundingPlan plan() {
        return plan;
    }

    ReplicaOptions options() {
        return options;
    }

    /** One node lets time pass, and nothing is delivered but to itself. */
    void tick(int number, int ticks) {
        at(number).tick(ticks);
    }

    /** Time passes on all nodes alike, and everything is delivered after each tick. */
    void pass(int ticks) {
        for (int i = 0; i < ticks; i++) {
            nodes.values().forEach(node -> node.input(new Input.Tick()));
            deliverAll();
        }
    }

    /** The time-out of this node passes, with all delivered as it goes; no other node's time does. */
    void timeOut(int number) {
        for (int i = 0; i < TIME_OUT; i++) {
            tick(number, 1);
            deliverAll();
        }
    }

    /** The node campaigns and leads, with its start barrier applied, as no other hears a leader (any more). */
    void elect(int number) {
        timeOut(number);
        pass(1);
        assertThat(at(number).status().serving()).as("node" + number + " serves").isTrue();
    }

    /**
     * The node takes over from a leader that it and these others have not heard of for a while. No other node's time
     * passes, so that the old leader, if it is up and cannot hear them, goes on as if nothing had happened.
     */
    void takeOver(int number, int... others) {
        deliverAll();
        for (int other : others) {
            tick(other, LEADER_FORGOTTEN);
        }
        timeOut(number);
        assertThat(at(number).status().serving()).as("node" + number + " serves").isTrue();
    }

    // --- the network

    /** Takes a message that leaves. */
    void send(Envelope envelope) {
        sent.add(envelope);
        Link link = new Link(envelope.header().from(), envelope.to());
        boolean isLost = cut.contains(link) || lost.test(envelope);
        witness.accept(envelope, isLost);
        if (!isLost) {
            links.computeIfAbsent(link, l -> new ArrayDeque<>()).addLast(envelope);
        }
    }

    /** From now on this is told of each message that leaves, and whether it gets lost. */
    void witness(BiConsumer<Envelope, Boolean> told) {
        witness = told;
    }

    /** What is on its way from one node to another, in order. */
    List<Envelope> waiting(int from, int to) {
        return List.copyOf(links.getOrDefault(link(from, to), new ArrayDeque<>()));
    }

    /** Takes one message that is on its way from its link, to be delivered or not; equal ones are alike. */
    void take(Envelope envelope) {
        links.get(new Link(envelope.header().from(), envelope.to())).removeFirstOccurrence(envelope);
    }

    /** Delivers everything that is neither held nor to a node that is down, and all that follows from it. */
    void deliverAll() {
        int steps = 0;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Link link : List.copyOf(links.keySet())) {
                if (!held.contains(link) && deliverNext(link)) {
                    moved = true;
                    assertThat(++steps).as("messages without an end").isLessThan(100_000);
                }
            }
        }
    }

    /** Delivers all that waits on one link, held or not, and nothing else. */
    void deliver(int from, int to) {
        Link link = link(from, to);
        int waiting = links.getOrDefault(link, new ArrayDeque<>()).size();
        for (int i = 0; i < waiting; i++) {
            deliverNext(link);
        }
    }

    private boolean deliverNext(Link link) {
        Deque<Envelope> waiting = links.get(link);
        Envelope envelope = waiting == null ? null : waiting.pollFirst();
        if (envelope == null) {
            return false;
        }
        ScriptedNode receiver = nodes.get(link.to());
        if (receiver != null) {
            receiver.input(new Input.Received(envelope));
        }
        return true;
    }

    /** Messages from one node to another wait until they are released or delivered one by one. */
    void hold(int from, int to) {
        held.add(link(from, to));
    }

    /** Ends all {@link #hold}s and delivers. */
    void releaseAll() {
        held.clear();
        deliverAll();
    }

    /** What waits from one node to another is lost. */
    void drop(int from, int to) {
        links.remove(link(from, to));
    }

    /** From now on, messages from one node to another are lost. */
    void cutOneWay(int from, int to) {
        cut.add(link(from, to));
        drop(from, to);
    }

    /** From now on, no message goes between the two. */
    void cut(int a, int b) {
        cutOneWay(a, b);
        cutOneWay(b, a);
    }

    /** From now on, no message reaches the node or leaves it. */
    void isolate(int number) {
        for (NodeId other : nodes.keySet()) {
            cut.add(new Link(named(number), other));
            cut.add(new Link(other, named(number)));
            links.remove(new Link(named(number), other));
            links.remove(new Link(other, named(number)));
        }
    }

    /** Every link works again, and nothing is lost. */
    void heal() {
        cut.clear();
        lost = envelope -> false;
    }

    /** From now on, messages like these are lost. */
    void lose(Predicate<Envelope> which) {
        lost = which;
    }

    /** From now on, messages of this kind to one node are lost. */
    void lose(Class<? extends Message> kind, int to) {
        lost = lost.or(envelope -> kind.isInstance(envelope.message()) && envelope.to().equals(named(to)));
    }

    /** All messages of a kind that left so far, delivered or not, those of a node to itself included. */
    <M extends Message> List<M> sent(Class<M> kind) {
        return sent.stream().map(Envelope::message).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All messages of a kind that left a node so far. */
    <M extends Message> List<M> sent(Class<M> kind, int from) {
        return sent.stream().filter(envelope -> envelope.header().from().equals(named(from))).map(Envelope::message)
                .filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What that node would answer to a {@link Fetch} now. */
    Fetched fetchedFrom(int number, long from) {
        return at(number).answerTo(at(number % nodes.size() + 1).header(), new Fetch(from), Fetched.class);
    }

    /** The value that this node's disk has a vote for. */
    Entry voteOf(int number, long slot) {
        return Objects.requireNonNull(at(number).durable().votes().get(slot)).entry();
    }

    /** Begins to look at messages anew. */
    void forgetSent() {
        sent.clear();
    }

    // --- calls

    /** A caller on that node wants a command executed. */
    long propose(int number, Command command) {
        at(number).input(new Input.Propose(++lastCall, command));
        return lastCall;
    }

    /** A caller on that node reads, linearizably. */
    long read(int number, Query query) {
        at(number).input(new Input.Read(++lastCall, query, false));
        return lastCall;
    }

    /** A caller on that node reads what that node has. */
    long readLocally(int number, Query query) {
        at(number).input(new Input.Read(++lastCall, query, true));
        return lastCall;
    }

    void ended(Reply reply) {
        assertThat(outcomes.put(reply.call(), reply.outcome())).as("call " + reply.call() + " ends once").isNull();
    }

    /** How the call ended; null while it has not. */
    Outcome outcome(long call) {
        return outcomes.get(call);
    }

    private Link link(int from, int to) {
        return new Link(named(from), named(to));
    }
}
