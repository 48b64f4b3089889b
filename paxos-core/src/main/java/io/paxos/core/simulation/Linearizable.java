package io.paxos.core.simulation;

import io.paxos.core.log.Command;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.DecisionsResult;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Over the whole run, the answers that clients got are those of one object at a time: for each decision, log and key
 * there is an order of its calls in which each takes effect between its beginning and its end (PITFALLS 33, 38, 41, 49,
 * 51, 93). It knows nothing but what clients saw, and looks when the run is over.
 *
 * <p>A call of unknown outcome may have taken effect at any time after its beginning, or never. A call that is
 * certainly not executed must not have. Calls under one request id are one call; this asks that the run stays within
 * the window of its answer table (rule C3) where it uses an idempotency key twice for the same.
 *
 * <p>A query over several decisions counts as one query for each, which asks for a little less than one moment for all.
 */
final class Linearizable implements Invariant {

    /** All calls under one request id, or one read. */
    private static final class Heard {
        private final ClientCall first;
        private final long invoked;
        private ClientCall answered;
        private long ended = HistoryCall.OPEN;
        private int made;
        private int refused;

        Heard(ClientCall first, long invoked) {
            this.first = first;
            this.invoked = invoked;
            this.answered = first;
        }
    }

    private final Map<Object, Heard> heard = new LinkedHashMap<>();
    private final Map<String, ObjectHistory> objects = new LinkedHashMap<>();
    private long time;
    private long notDecided;

    @Override
    public void onInvoked(ClientCall call) {
        time++;
        heard.computeIfAbsent(requestOf(call), request -> new Heard(call, time)).made++;
    }

    @Override
    public void onEnded(ClientCall call) {
        time++;
        Heard under = heard.get(requestOf(call));
        if (under == null) {
            throw new InvariantViolation(this, call + " ended and never began");
        }
        if (call.ending() == ClientCall.Ending.NOT_EXECUTED) {
            under.refused++;
        } else if (call.ending() == ClientCall.Ending.DONE) {
            if (under.ended == HistoryCall.OPEN) {
                under.ended = time;
                under.answered = call;
            } else if (!Objects.equals(call.result(), under.answered.result())) {
                throw new InvariantViolation(this, call + " was answered " + call.result() + ", before that "
                        + under.answered.result());
            }
        }
    }

    @Override
    public void onFinished() {
        heard.values().forEach(this::sortOut);
        for (ObjectHistory object : objects.values()) {
            switch (object.check()) {
                case VIOLATED -> throw new InvariantViolation(this, Counterexample.of(object));
                case NOT_DECIDED -> notDecided++;
                case LINEARIZABLE -> {}
            }
        }
    }

    @Override
    public long notDecided() {
        return notDecided;
    }

    private void sortOut(Heard call) {
        Operation operation = call.first.operation();
        Query query = call.first.query();
        QueryResult read = call.answered.readResult();
        if (operation != null) {
            ObjectHistory object = object(ObjectNames.of(operation));
            if (call.refused == call.made) {
                object.addRefused(SequentialMeaning.of(call.invoked, HistoryCall.OPEN, operation, null));
            } else {
                object.add(SequentialMeaning.of(call.invoked, call.ended, operation, call.answered.result()));
            }
        } else if (query instanceof DecisionsOf several && read instanceof DecisionsResult results) {
            for (int i = 0; i < several.names().size(); i++) {
                DecisionOf one = new DecisionOf(several.names().get(i));
                object(ObjectNames.of(one)).add(
                        SequentialMeaning.of(call.invoked, call.ended, one, results.decisions().get(i)));
            }
        } else if (query != null && read != null) {
            object(ObjectNames.of(query)).add(SequentialMeaning.of(call.invoked, call.ended, query, read));
        }
    }

    private ObjectHistory object(String name) {
        return objects.computeIfAbsent(name, ObjectHistory::new);
    }

    private static Object requestOf(ClientCall call) {
        Command command = call.command();
        return command == null ? call : command.id();
    }
}
