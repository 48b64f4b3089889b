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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user of the cluster: several calls open at once, on any node, each tried again with the same command until it is
 * answered or given up.
 */
final class SimulatedClient {

    private static final int MOST_ATTEMPTS = 12;

    /** A call under way, with what is certain about it so far. */
    private static final class Open {
        private final ClientCall call;
        private final @Nullable SimulatedNode only;
        private final Map<Long, NodeId> waitingAt = new TreeMap<>();
        private int attempts;
        private boolean mayHaveHappened;
        private boolean ended;

        /**
         * @param only where it is tried; null for anywhere
         */
        Open(ClientCall call, @Nullable SimulatedNode only) {
            this.call = call;
            this.only = only;
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
        begin(world.dice().percent(load.readPercent()) ? ClientCall.read(workload.query())
                : write(workload.operation(), status.chosenUpTo()), node, null);
    }

    /** Writes and reads once through that very node, to see that it serves. */
    void probe(SimulatedNode node) {
        begin(write(workload.operation(), world.record().highestApplied()), node, node);
        begin(ClientCall.read(workload.query()), node, node);
    }

    private void begin(ClientCall call, SimulatedNode node, @Nullable SimulatedNode only) {
        open++;
        world.record().onInvoked(call);
        attempt(new Open(call, only), node);
    }

    private void attempt(Open call, SimulatedNode node) {
        if (call.ended) {
            return;
        }
        call.attempts++;
        if (!node.isUp()) {
            afterAttempt(call); // connection refused
            return;
        }
        long number = world.registerCall(this);
        call.waitingAt.put(number, node.id());
        byAttempt.put(number, call);
        Command command = call.call.command();
        Query query = call.call.query();
        if (command != null) {
            node.input(new Input.Propose(number, command));
        } else if (query != null) {
            node.input(new Input.Read(number, query, false));
        }
        if (world.isHostile() && world.dice().percent(4)) {
            // an impatient caller asks once more while the first question is open, there or elsewhere
            SimulatedNode again = world.dice().percent(50) ? node : world.anyNode();
            world.schedule().after(world.dice().below(60_000), () -> attempt(call, again));
        }
        int life = node.life();
        world.schedule().after(100_000 + world.dice().below(400_000), () -> {
            if (byAttempt.containsKey(number) && node.isUp() && node.life() == life) {
                node.input(new Input.Cancel(number));
            }
        });
    }

    void onCrash(NodeId node) {
        List.copyOf(byAttempt.entrySet()).forEach(attempt -> {
            Open call = attempt.getValue();
            if (node.equals(call.waitingAt.get(attempt.getKey()))) {
                world.forgetCall(attempt.getKey());
                byAttempt.remove(attempt.getKey());
                call.waitingAt.remove(attempt.getKey());
                call.mayHaveHappened = true; // a broken hop: unknown
                afterAttempt(call);
            }
        });
    }

    void onReply(Reply reply) {
        Open call = byAttempt.remove(reply.call());
        if (call == null) {
            return;
        }
        call.waitingAt.remove(reply.call());
        Outcome outcome = reply.outcome();
        if (world.isHostile() && world.options().has(FaultKind.LOST_REPLY) && world.dice().percent(30)) {
            world.record().strike(FaultKind.LOST_REPLY);
            call.mayHaveHappened = true;
            afterAttempt(call);
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
            boolean hopeless = outcome instanceof Outcome.NotExecuted refused
                    && (refused.reason() == Reason.KEY_REUSED || refused.reason() == Reason.VALUE_TOO_LARGE);
            if (hopeless) {
                endWithout(call);
            } else {
                afterAttempt(call);
            }
        }
    }

    /** One attempt has ended without an answer; another may still be under way. */
    private void afterAttempt(Open call) {
        if (call.waitingAt.isEmpty()) {
            retryOrEnd(call);
        }
    }

    private void retryOrEnd(Open call) {
        if (call.attempts >= MOST_ATTEMPTS && mayGiveUp(call)) {
            endWithout(call);
        } else if (world.isHostile() && !load.patient() && world.dice().percent(4)) {
            endWithout(call); // the user loses patience
        } else {
            world.schedule().after(5_000 + world.dice().below(100_000),
                    () -> attempt(call, call.only != null ? call.only : world.anyNode()));
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
        call.ended = true;
        call.waitingAt.keySet().forEach(number -> {
            world.forgetCall(number);
            byAttempt.remove(number);
        });
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
