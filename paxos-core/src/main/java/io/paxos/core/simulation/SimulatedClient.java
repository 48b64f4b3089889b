package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationDigest;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.ValueOf;
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

    private static final int MOST_OPEN = 4;
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

    private final Simulation simulation;
    private final int number;
    private ClientId id;
    private long lastSequence;
    private final TreeSet<Long> openSequences = new TreeSet<>();
    private final Map<Long, Open> byAttempt = new LinkedHashMap<>();
    private int open;
    private int made;
    private boolean asking = true;

    SimulatedClient(Simulation simulation, int number) {
        this.simulation = simulation;
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
        simulation.schedule().after(1 + simulation.draw(2 * simulation.options().thinkMicros()), () -> {
            if (!asking) {
                return;
            }
            if (simulation.options().has(FaultKind.CLIENT_RESTART) && simulation.draw(100) < 2 && open == 0) {
                simulation.strike(FaultKind.CLIENT_RESTART);
                id = newId();
                lastSequence = 0;
                openSequences.clear();
            }
            if (open < MOST_OPEN) {
                ask();
            }
            askLater();
        });
    }

    private void ask() {
        SimulatedNode node = simulation.anyNode();
        ReplicaStatus status = node.status();
        if (status == null) {
            return;
        }
        ClientCall call = simulation.percent(35) ? ClientCall.read(query()) : write(operation(), status.chosenUpTo());
        open++;
        simulation.invariants().forEach(invariant -> invariant.onInvoked(call));
        attempt(new Open(call), node);
    }

    private void attempt(Open call, SimulatedNode node) {
        call.attempts++;
        call.node = node.id();
        if (!node.isUp()) {
            retryOrEnd(call); // connection refused
            return;
        }
        long number = simulation.registerCall(this);
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
        simulation.schedule().after(100_000 + simulation.draw(400_000), () -> {
            if (byAttempt.containsKey(number) && node.isUp() && node.life() == life) {
                node.input(new Input.Cancel(number));
            }
        });
    }

    void onCrash(NodeId node) {
        byAttempt.values().stream().filter(call -> call.node.equals(node)).toList().forEach(call -> {
            simulation.forgetCall(call.current);
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
        if (simulation.isHostile() && simulation.options().has(FaultKind.LOST_REPLY) && simulation.percent(30)) {
            simulation.strike(FaultKind.LOST_REPLY);
            call.mayHaveHappened = true;
            retryOrEnd(call);
        } else if (outcome instanceof Outcome.Done done) {
            call.call.done(done.result());
            end(call);
        } else if (outcome instanceof Outcome.ReadDone read) {
            call.call.done(read.result());
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
        } else if (simulation.isHostile() && simulation.percent(4)) {
            endWithout(call); // the user loses patience
        } else {
            simulation.schedule().after(5_000 + simulation.draw(100_000), () -> attempt(call, simulation.anyNode()));
        }
    }

    /** In the calm phase every call must be answered; only a table that forgets quickly may leave one unknown for ever. */
    private boolean mayGiveUp(Open call) {
        return simulation.isHostile() || call.call.command() != null
                && !simulation.options().replica().answers().equals(AnswerLimits.DEFAULTS);
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
        simulation.onEnded(call.call);
    }

    private ClientCall write(Operation operation, long bornAt) {
        Bytes body = OperationCodec.encode(operation);
        RequestId request;
        long lowestOpen;
        if (simulation.percent(25)) {
            // some keys are used again, for another operation
            String key = "key" + (simulation.percent(15) ? simulation.draw(20) : 1_000 * (number + 1) + made);
            request = new IdempotencyKey(key, OperationDigest.digest(operation));
            lowestOpen = 0;
        } else {
            request = new ClientSequence(id, ++lastSequence);
            openSequences.add(lastSequence);
            lowestOpen = openSequences.first();
        }
        return ClientCall.write(operation, new Command(request, lowestOpen, bornAt, body));
    }

    private Operation operation() {
        Bytes token = Bytes.utf8("c" + number + "-" + made++);
        return switch (simulation.draw(10)) {
            case 0 -> new Decide("d" + simulation.draw(40), token);
            case 1, 2 -> new Put("k" + simulation.draw(3), token);
            case 3 -> new CompareAndSet("k" + simulation.draw(3), simulation.percent(50) ? null : token, token);
            default -> new Append("log" + simulation.draw(2), token);
        };
    }

    private Query query() {
        return switch (simulation.draw(4)) {
            case 0 -> new DecisionOf("d" + simulation.draw(40));
            case 1 -> new ValueOf("k" + simulation.draw(3));
            default -> new LogRange("log" + simulation.draw(2), 0, Integer.MAX_VALUE);
        };
    }

    private ClientId newId() {
        return new ClientId(simulation.drawLong(), simulation.drawLong());
    }
}
