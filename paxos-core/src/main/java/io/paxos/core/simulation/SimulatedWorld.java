package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that there is in a run: virtual time, nodes, network, clients, and what goes wrong. */
final class SimulatedWorld {

    private final SimulationOptions options;
    private final SteppedReplica.Factory factory;
    private final RunRecord record;
    private final Dice dice;
    private final Schedule schedule = new Schedule();
    private final SimulatedNetwork network;
    private final ProcessFaults processFaults;
    private final NetworkFaults networkFaults;
    private final Map<NodeId, SimulatedNode> byId = new LinkedHashMap<>();
    private final List<SimulatedNode> nodes;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Map<Long, SimulatedClient> callers = new LinkedHashMap<>();
    private boolean hostile = true;
    private long lastCall;
    private long asked;

    SimulatedWorld(long seed, SimulationOptions options, SteppedReplica.Factory factory, List<Invariant> invariants,
            @Nullable Consumer<String> lines) {
        this.options = options;
        this.factory = factory;
        this.record = new RunRecord(schedule, invariants, lines);
        this.dice = new Dice(seed);
        this.network = new SimulatedNetwork(this);
        this.processFaults = new ProcessFaults(this);
        this.networkFaults = new NetworkFaults(this);
        for (NodeId id : options.plan().nodes()) {
            byId.put(id, new SimulatedNode(this, id));
        }
        this.nodes = List.copyOf(byId.values());
        for (int i = 0; i < options.load().clients(); i++) {
            clients.add(new SimulatedClient(this, i));
        }
    }

    /** Processes start, clients begin to ask, and faults to strike. */
    void start() {
        nodes.forEach(node -> schedule.after(dice.below(200_000), node::start));
        clients.forEach(SimulatedClient::start);
        processFaults.start();
        networkFaults.start();
    }

    /** Lets virtual time pass until the condition holds, which is looked at now and then; false if it does not in that time. */
    boolean runUntil(BooleanSupplier condition, long withinMicros) {
        long until = schedule.now() + withinMicros;
        while (schedule.now() < until && schedule.runNext()) {
            if (schedule.ran() % 128 == 0 && condition.getAsBoolean()) {
                return true;
            }
        }
        return condition.getAsBoolean();
    }

    boolean isHostile() {
        return hostile;
    }

    /** From now on nothing new goes wrong. */
    void calmDown() {
        hostile = false;
    }

    /** Lets something happen again and again while the run is hostile, after pauses of up to so long. */
    void whileHostile(long longestPause, Runnable fault) {
        schedule.after(1 + dice.below(longestPause), () -> {
            if (hostile) {
                fault.run();
                whileHostile(longestPause, fault);
            }
        });
    }

    /** One of these nodes, mostly the leader: what happens to it matters most. */
    SimulatedNode likelyLeader(List<SimulatedNode> some) {
        if (dice.percent(70)) {
            for (SimulatedNode node : some) {
                ReplicaStatus status = node.status();
                if (status != null && status.role().equals("leader")) {
                    return node;
                }
            }
        }
        return dice.oneOf(some);
    }

    void deliver(Envelope envelope) {
        node(envelope.to()).input(new Input.Received(envelope));
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

    /** Whether a client may ask once more; counts it. */
    boolean mayAsk() {
        if (options.load().calls() > 0 && asked >= options.load().calls()) {
            return false;
        }
        asked++;
        return true;
    }

    /** Whether the clients have asked all that they were to ask, and each call has ended. */
    boolean isAllAnswered() {
        return options.load().calls() > 0 && asked >= options.load().calls()
                && clients.stream().allMatch(SimulatedClient::isIdle);
    }

    SimulatedNode node(NodeId id) {
        SimulatedNode node = byId.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    SimulatedNode anyNode() {
        return dice.oneOf(nodes);
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    SimulationOptions options() {
        return options;
    }

    SteppedReplica.Factory factory() {
        return factory;
    }

    RunRecord record() {
        return record;
    }

    Dice dice() {
        return dice;
    }

    Schedule schedule() {
        return schedule;
    }

    SimulatedNetwork network() {
        return network;
    }

    ProcessFaults processFaults() {
        return processFaults;
    }

    List<SimulatedClient> clients() {
        return clients;
    }
}
