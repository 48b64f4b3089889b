package io.paxos.core.simulation;

import io.paxos.core.machine.Append;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.ValueOf;

/** Which object a request is about, by kind and name. */
final class ObjectNames implements Operation.Cases<String>, Query.Cases<String> {

    private static final ObjectNames NAMES = new ObjectNames();

    private ObjectNames() {
    }

    /** The object that an operation changes. */
    static String of(Operation operation) {
        return operation.dispatch(NAMES);
    }

    /**
     * The object that a query asks.
     *
     * @throws IllegalArgumentException for a query over several objects
     */
    static String of(Query query) {
        return query.dispatch(NAMES);
    }

    @Override
    public String decide(Decide decide) {
        return "decision " + decide.name();
    }

    @Override
    public String append(Append append) {
        return "log " + append.log();
    }

    @Override
    public String put(Put put) {
        return "key " + put.key();
    }

    @Override
    public String compareAndSet(CompareAndSet cas) {
        return "key " + cas.key();
    }

    @Override
    public String decisionOf(DecisionOf query) {
        return "decision " + query.name();
    }

    @Override
    public String decisionsOf(DecisionsOf query) {
        throw new IllegalArgumentException("each name is an object of its own: " + query);
    }

    @Override
    public String logRange(LogRange query) {
        return "log " + query.log();
    }

    @Override
    public String logSize(LogSize query) {
        return "log " + query.log();
    }

    @Override
    public String valueOf(ValueOf query) {
        return "key " + query.key();
    }
}
