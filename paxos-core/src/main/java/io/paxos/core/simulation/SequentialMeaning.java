package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.Stored;
import io.paxos.core.machine.ValueOf;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sequential specifications of the three kinds of objects, in one form: each is the list of the values written to
 * it. A log shows all of it, a key its last value and its length, a decision takes one value only. Slots are left out:
 * they belong to the log of the cluster, not to the object.
 */
final class SequentialMeaning {

    private static final Meaning IMPOSSIBLE = new Meaning(Precondition.NEVER, null);

    private record Meaning(Precondition needs, @Nullable Bytes writes) {
    }

    private SequentialMeaning() {
    }

    /** What an operation and its answer say; an answer of null is none. An answer to another operation fits nowhere. */
    static HistoryCall of(long invoked, long ended, Operation operation, @Nullable OperationResult result) {
        Meaning meaning = operation.dispatch(new OfOperation(result));
        return new HistoryCall(invoked, ended, operation, result, meaning.needs(), meaning.writes());
    }

    /**
     * What a query and its answer say.
     *
     * @throws IllegalArgumentException for a query over several objects
     */
    static HistoryCall of(long invoked, long ended, Query query, QueryResult result) {
        return new HistoryCall(invoked, ended, query, result, query.dispatch(new OfQuery(result)), null);
    }

    private record OfOperation(@Nullable OperationResult result) implements Operation.Cases<Meaning> {

        @Override
        public Meaning decide(Decide decide) {
            if (result == null) {
                return new Meaning(Precondition.at(0), decide.value()); // a later one changes nothing
            }
            if (!(result instanceof Decided decided) || !decided.name().equals(decide.name())) {
                return IMPOSSIBLE;
            }
            if (!decided.won()) {
                return new Meaning(Precondition.at(1).seeing(1, List.of(decided.value())), null);
            }
            return decided.value().equals(decide.value()) ? new Meaning(Precondition.at(0), decide.value()) : IMPOSSIBLE;
        }

        @Override
        public Meaning append(Append append) {
            if (result == null) {
                return new Meaning(Precondition.NONE, append.value());
            }
            return result instanceof Appended appended && appended.log().equals(append.log())
                    ? new Meaning(Precondition.at(appended.index()), append.value()) : IMPOSSIBLE;
        }

        @Override
        public Meaning put(Put put) {
            if (result == null) {
                return new Meaning(Precondition.NONE, put.value());
            }
            return result instanceof Stored stored && stored.key().equals(put.key())
                    ? new Meaning(Precondition.at(stored.version() - 1), put.value()) : IMPOSSIBLE;
        }

        @Override
        public Meaning compareAndSet(CompareAndSet cas) {
            if (result == null) {
                return new Meaning(Precondition.holding(cas.expected()), cas.value()); // a failed one changes nothing
            }
            if (!(result instanceof CompareAndSetResult compared) || !compared.key().equals(cas.key())) {
                return IMPOSSIBLE;
            }
            if (!compared.updated()) {
                return Objects.equals(compared.value(), cas.expected()) ? IMPOSSIBLE
                        : new Meaning(last(compared.value(), compared.version()), null);
            }
            return cas.value().equals(compared.value())
                    ? new Meaning(last(cas.expected(), compared.version() - 1), cas.value()) : IMPOSSIBLE;
        }
    }

    private record OfQuery(QueryResult result) implements Query.Cases<Precondition> {

        @Override
        public Precondition decisionOf(DecisionOf query) {
            return result instanceof DecisionResult decision && decision.name().equals(query.name())
                    ? last(decision.value(), decision.value() == null ? 0 : 1) : Precondition.NEVER;
        }

        @Override
        public Precondition decisionsOf(DecisionsOf query) {
            throw new IllegalArgumentException("each name is an object of its own: " + query);
        }

        @Override
        public Precondition logRange(LogRange query) {
            if (!(result instanceof LogPage page) || !page.log().equals(query.log()) || page.from() != query.from()
                    || page.values().size() > query.limit()) {
                return Precondition.NEVER;
            }
            int size = page.values().size();
            if (size == 0) {
                return Precondition.between(0, query.from());
            }
            long end = query.from() + size;
            return Precondition.between(end, size < query.limit() ? end : Long.MAX_VALUE)
                    .seeing(query.from() + 1, page.values());
        }

        @Override
        public Precondition logSize(LogSize query) {
            return result instanceof LogLength length && length.log().equals(query.log())
                    ? Precondition.at(length.size()) : Precondition.NEVER;
        }

        @Override
        public Precondition valueOf(ValueOf query) {
            return result instanceof MapValue value && value.key().equals(query.key())
                    ? last(value.value(), value.version()) : Precondition.NEVER;
        }
    }

    /** At this version, of which this is the value; null with version 0 only. */
    private static Precondition last(@Nullable Bytes value, long version) {
        if (value == null || version <= 0) {
            return value == null && version == 0 ? Precondition.at(0) : Precondition.NEVER;
        }
        return Precondition.at(version).seeing(version, List.of(value));
    }
}
