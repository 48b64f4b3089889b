package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One run of a whole cluster: first a hostile phase with the faults of its {@link SimulationOptions}, then a calm one,
 * in which everything is healed and the cluster must answer every call and agree. One thread, one seed, virtual time:
 * equal seeds give equal runs.
 */
public final class Simulation {

    private static final long CALM_MICROS = 30_000_000;

    private final long seed;
    private final SimulationOptions options;
    private final SteppedReplica.Factory factory;
    private final SplittableRandom random;
    private final Schedule schedule = new Schedule();
    private final FoundingPlan plan;
    private final List<Invariant> invariants = Invariants.all();
    private final SimulatedNetwork network;
    private final FaultInjector faults;
    private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Map<Long, SimulatedClient> callers = new LinkedHashMap<>();
    private boolean unfoundable;
    private final Set<NodeId> advisers = new TreeSet<>();
    private boolean advised;
    private long lastCall;
    private long leaders;
    private long highestApplied;
    private long acknowledged;
    private long traceHash = 17;

    private Simulation(long seed, SimulationOptions options, SteppedReplica.Factory factory) {
        this.seed = seed;
        this.options = options;
        this.factory = factory;
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        List<NodeId> ids = IntStream.rangeClosed(1, options.nodes()).mapToObj(i -> NodeId.of("node" + i)).toList();
        this.plan = FoundingPlan.majority("simulated", ids);
        this.network = new SimulatedNetwork(this);
        this.faults = new FaultInjector(this);
        ids.forEach(id -> nodes.put(id, new SimulatedNode(this, id)));
        IntStream.range(0, options.clients()).forEach(i -> clients.add(new SimulatedClient(this, i)));
    }

    /**
     * Runs the production protocol.
     *
     * @throws SimulationFailure if a property is broken, or the cluster does not recover when everything is healed
     */
    public static SimulationReport run(long seed, SimulationOptions options) {
        return run(seed, options, SteppedReplica.Factory.PRODUCTION);
    }

    /**
     * Runs the given protocol.
     *
     * @throws SimulationFailure as above
     */
    public static SimulationReport run(long seed, SimulationOptions options, SteppedReplica.Factory factory) {
        Simulation simulation = new Simulation(seed, options, factory);
        try {
            return simulation.run();
        } catch (RuntimeException broken) {
            throw new SimulationFailure(seed, options, simulation.schedule.ran(), simulation.schedule.now(), broken);
        }
    }

    private SimulationReport run() {
        nodes.values().forEach(node -> schedule.after(draw(200_000), node::start));
        clients.forEach(SimulatedClient::start);
        faults.start();
        while (schedule.ran() < options.events()) {
            schedule.runNext();
        }
        calmDown();
        invariants.forEach(Invariant::onFinished);
        return new SimulationReport(seed, options.nodes(), schedule.ran(), schedule.now(), highestApplied, leaders,
                acknowledged, unfoundable, invariants.stream().mapToLong(Invariant::notDecided).sum(), faults.struck(),
                traceHash);
    }

    // --- the calm phase

    private void calmDown() {
        faults.stop();
        network.heal();
        clients.forEach(SimulatedClient::stopAsking);
        nodes.values().stream().filter(node -> !node.isUp() || isFenced(node)).forEach(node -> {
            if (node.isUp()) {
                node.crash();
            }
            node.start();
        });
        long until = schedule.now() + CALM_MICROS;
        while (schedule.now() < until) {
            schedule.runNext();
            if (schedule.ran() % 64 == 0 && hasRecovered()) {
                return;
            }
        }
        if (!hasRecovered() && !cannotRecover()) {
            throw new InvariantViolation("no recovery within " + CALM_MICROS / 1_000_000 + " s without faults: "
                    + nodes.values().stream().map(SimulatedNode::status).toList() + ", open: "
                    + clients.stream().map(SimulatedClient::describeOpen).toList());
        }
    }

    private boolean hasRecovered() {
        List<ReplicaStatus> all = new ArrayList<>();
        for (SimulatedNode node : nodes.values()) {
            ReplicaStatus status = node.status();
            if (status == null) {
                return false;
            }
            all.add(status);
        }
        return all.stream().filter(ReplicaStatus::serving).count() == 1
                && all.stream().allMatch(status -> status.applied() == highestApplied)
                && clients.stream().allMatch(SimulatedClient::isIdle);
    }

    /**
     * F6: a store lost between bound and founded makes a cluster that can never be founded; nothing was decided then,
     * and by now somebody must have said so.
     */
    private boolean cannotRecover() {
        boolean wiped = faults.struck().containsKey(FaultKind.WIPE_IN_FOUNDING)
                || faults.struck().containsKey(FaultKind.WIPE);
        unfoundable = highestApplied == 0 && wiped
                && nodes.values().stream().allMatch(node -> node.foundingOnDisk() != FoundingStatus.FOUNDED);
        if (unfoundable && !advised && options.nodes() > 2) {
            throw new InvariantViolation("the cluster cannot be founded, and no node has said what to do");
        }
        return unfoundable;
    }

    private static boolean isFenced(SimulatedNode node) {
        ReplicaStatus status = node.status();
        return status != null && status.fenced() != null;
    }

    // --- what nodes and clients do

    void deliver(Envelope envelope) {
        SimulatedNode node = nodes.get(envelope.to());
        if (node != null) {
            node.input(new Input.Received(envelope));
        }
    }

    void onApplied(NodeId node, Applied slot) {
        highestApplied = Math.max(highestApplied, slot.slot());
        if (!advisers.isEmpty()) {
            throw new InvariantViolation("slot " + slot.slot() + " was chosen after " + advisers
                    + " said that all data may be deleted");
        }
        invariants.forEach(invariant -> invariant.onApplied(node, slot));
    }

    /** F6: whoever obeys must not lose anything, now or by what is decided later. */
    void onAdviceToDelete(NodeId node) {
        advised = true;
        advisers.add(node);
        if (highestApplied > 0) {
            throw new InvariantViolation(node + " says that all data may be deleted, and slots up to " + highestApplied
                    + " are chosen");
        }
    }

    /** The store of a node is lost, and with it the binding that kept others from founding without it. */
    void onWiped(NodeId node) {
        advisers.remove(node);
    }

    void onEvent(NodeId node, Event event) {
        if (event instanceof Event.RoleChanged changed && changed.role().equals("leader")) {
            leaders++;
        }
        if (event instanceof Event.ApplyHalted halted) {
            throw new InvariantViolation("apply halted on " + node + ": " + halted);
        }
    }

    void onReply(Reply reply) {
        SimulatedClient client = callers.remove(reply.call());
        if (client != null) {
            client.onReply(reply);
        }
    }

    /** A new call number, whose reply goes to that client. */
    long registerCall(SimulatedClient client) {
        callers.put(++lastCall, client);
        return lastCall;
    }

    void forgetCall(long call) {
        callers.remove(call);
    }

    void onEnded(ClientCall call) {
        if (call.ending() == ClientCall.Ending.DONE) {
            acknowledged++;
        }
        invariants.forEach(invariant -> invariant.onEnded(call));
    }

    SimulatedNode anyNode() {
        return List.copyOf(nodes.values()).get(draw(nodes.size()));
    }

    void trace(NodeId node, Input input) {
        long what = input instanceof Input.Received received
                ? received.envelope().message().hashCode() * 31L + received.envelope().header().from().hashCode()
                : input.hashCode();
        traceHash = traceHash * 1_000_003 + schedule.now() * 31 + node.hashCode() * 7L + what;
    }

    // --- circumstances

    SimulationOptions options() {
        return options;
    }

    SteppedReplica.Factory factory() {
        return factory;
    }

    Schedule schedule() {
        return schedule;
    }

    FoundingPlan plan() {
        return plan;
    }

    List<Invariant> invariants() {
        return invariants;
    }

    FaultInjector faults() {
        return faults;
    }

    boolean isHostile() {
        return faults.isHostile();
    }

    void strike(FaultKind kind) {
        faults.strike(kind);
    }

    /** Whether anything was ever applied. */
    boolean hasChosen() {
        return highestApplied > 0;
    }

    List<SimulatedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    SimulatedNetwork network() {
        return network;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    int draw(int bound) {
        return random.nextInt(bound);
    }

    long draw(long bound) {
        return random.nextLong(bound);
    }

    long drawLong() {
        return random.nextLong();
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }
}
