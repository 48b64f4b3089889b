package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationDigest;
import io.paxos.core.machine.Query;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import io.paxos.core.session.AnswerLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A user of the cluster: several calls open at once, on any node, each tried again with the same command until it is
 * answered or given up.
 */
final class SimulatedClient {

    private static final int MOST_ATTEMPTS = 12;

    /** A call under way, with what is certain about it so far. */
    private static final class Open {
        private final ClientCall call;
        private int attempts;
        private boolean mayHaveHappened;
        private long current;
        private NodeId node = NodeId.NOBODY;

        Open(ClientCall call) {
            this.call = call;
        }
    }

    private final SimulatedWorld world;
    private final LoadOptions load;
    private final Workload workload;
    private final int number;
    private ClientId id;
    private long lastSequence;
    private final TreeSet<Long> openSequences = new TreeSet<>();
    private final Map<Long, Open> byAttempt = new LinkedHashMap<>();
    private int open;
    private long lastKey;
    private boolean asking = true;

    SimulatedClient(SimulatedWorld world, int number) {
        this.world = world;
        this.load = world.options().load();
        this.workload = new Workload(world.dice(), number, load.appendsOnly());
        this.number = number;
        this.id = newId();
    }

    void start() {
        askLater();
    }

    void stopAsking() {
        asking = false;
    }

    boolean isIdle() {
        return open == 0;
    }

    String describeOpen() {
        return "client " + number + ": " + open + " open " + byAttempt.values().stream().map(o -> o.call).toList();
    }

    private void askLater() {
        world.schedule().after(1 + world.dice().below(2 * load.thinkMicros()), () -> {
            if (!asking) {
                return;
            }
            if (world.options().has(FaultKind.CLIENT_RESTART) && world.dice().below(100) < 2 && open == 0) {
                world.record().strike(FaultKind.CLIENT_RESTART);
                id = newId();
                lastSequence = 0;
                openSequences.clear();
            }
            if (world.isHostile() && world.options().has(FaultKind.OVERLOAD) && world.dice().permille(5)) {
                world.record().strike(FaultKind.OVERLOAD);
                SimulatedNode node = world.anyNode();
                for (int calls = 20 + world.dice().below(60); calls > 0; calls--) {
                    ask(node);
                }
            } else if (open < load.mostOpen()) {
                ask(world.anyNode());
            }
            askLater();
        });
    }

    private void ask(SimulatedNode node) {
        ReplicaStatus status = node.status();
        if (status == null || !world.mayAsk()) {
            return;
        }
        ClientCall call = world.dice().percent(load.readPercent()) ? ClientCall.read(workload.query())
                : write(workload.operation(), status.chosenUpTo());
        open++;
        world.record().onInvoked(call);
        attempt(new Open(call), node);
    }

    private void attempt(Open call, SimulatedNode node) {
        call.attempts++;
        call.node = node.id();
        if (!node.isUp()) {
            retryOrEnd(call); // connection refused
            return;
        }
        long number = world.registerCall(this);
        call.current = number;
        byAttempt.put(number, call);
        Command command = call.call.command();
        Query query = call.call.query();
        if (command != null) {
            node.input(new Input.Propose(number, command));
        } else if (query != null) {
            node.input(new Input.Read(number, query, false));
        }
        int life = node.life();
        world.schedule().after(100_000 + world.dice().below(400_000), () -> {
            if (byAttempt.containsKey(number) && node.isUp() && node.life() == life) {
                node.input(new Input.Cancel(number));
            }
        });
    }

    void onCrash(NodeId node) {
        byAttempt.values().stream().filter(call -> call.node.equals(node)).toList().forEach(call -> {
            world.forgetCall(call.current);
            byAttempt.remove(call.current);
            call.mayHaveHappened = true; // a broken hop: unknown
            retryOrEnd(call);
        });
    }

    void onReply(Reply reply) {
        Open call = byAttempt.remove(reply.call());
        if (call == null) {
            return;
        }
        Outcome outcome = reply.outcome();
        if (world.isHostile() && world.options().has(FaultKind.LOST_REPLY) && world.dice().percent(30)) {
            world.record().strike(FaultKind.LOST_REPLY);
            call.mayHaveHappened = true;
            retryOrEnd(call);
        } else if (outcome instanceof Outcome.Done done) {
            call.call.done(done.result());
            workload.onResult(done.result());
            end(call);
        } else if (outcome instanceof Outcome.ReadDone read) {
            call.call.done(read.result());
            workload.onRead(read.result());
            end(call);
        } else {
            boolean certain = outcome instanceof Outcome.NotExecuted;
            call.mayHaveHappened |= !certain;
            boolean hopeless = outcome instanceof Outcome.NotExecuted refused && refused.reason() == Reason.KEY_REUSED;
            if (hopeless) {
                endWithout(call);
            } else {
                retryOrEnd(call);
            }
        }
    }

    private void retryOrEnd(Open call) {
        if (call.attempts >= MOST_ATTEMPTS && mayGiveUp(call)) {
            endWithout(call);
        } else if (world.isHostile() && !load.patient() && world.dice().percent(4)) {
            endWithout(call); // the user loses patience
        } else {
            world.schedule().after(5_000 + world.dice().below(100_000), () -> attempt(call, world.anyNode()));
        }
    }

    /**
     * In the calm phase, and to patient clients, every call must be answered; only a table that forgets quickly may leave
     * one unknown for ever.
     */
    private boolean mayGiveUp(Open call) {
        return world.isHostile() && !load.patient() || call.call.command() != null
                && !world.options().replica().answers().equals(AnswerLimits.DEFAULTS);
    }

    private void endWithout(Open call) {
        call.call.endWithout(!call.mayHaveHappened);
        end(call);
    }

    private void end(Open call) {
        open--;
        Command command = call.call.command();
        if (command != null && command.id() instanceof ClientSequence own && own.client().equals(id)) {
            openSequences.remove(own.sequence());
        }
        world.record().onEnded(call.call);
    }

    private ClientCall write(Operation operation, long bornAt) {
        Bytes body = OperationCodec.encode(operation);
        RequestId request;
        long lowestOpen;
        if (world.dice().percent(25)) {
            // some keys are used again, for another operation, and refused; a patient client wants all its calls answered
            String key = "key"
                    + (!load.patient() && world.dice().percent(15) ? world.dice().below(20) : 1_000L * (number + 1) + lastKey++);
            request = new IdempotencyKey(key, OperationDigest.digest(operation));
            lowestOpen = 0;
        } else {
            request = new ClientSequence(id, ++lastSequence);
            openSequences.add(lastSequence);
            lowestOpen = openSequences.first();
        }
        return ClientCall.write(operation, new Command(request, lowestOpen, bornAt, body));
    }

    private ClientId newId() {
        return new ClientId(world.dice().any(), world.dice().any());
    }
}
