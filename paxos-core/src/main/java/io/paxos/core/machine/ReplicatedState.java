package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decisions, named logs and a map, in memory. Names are kept in their own order, so that whatever walks over the state
 * (a comparison today, a snapshot later) finds it alike on every node (PITFALLS 61).
 */
public final class ReplicatedState implements StateMachine {

    private record Decision(Bytes value, long slot) {
    }

    private record Versioned(Bytes value, long version) {
    }

    private final TreeMap<String, Decision> decisions;
    private final TreeMap<String, List<Bytes>> logs = new TreeMap<>();
    private final TreeMap<String, Versioned> map;

    /** Nothing decided, no log, no key. */
    public ReplicatedState() {
        this.decisions = new TreeMap<>();
        this.map = new TreeMap<>();
    }

    private ReplicatedState(ReplicatedState other) {
        this.decisions = new TreeMap<>(other.decisions);
        this.map = new TreeMap<>(other.map);
        other.logs.forEach((name, values) -> logs.put(name, new ArrayList<>(values)));
    }

    @Override
    public OperationResult apply(long slot, Bytes body) {
        return OperationCodec.decode(body).dispatch(new Applying(slot));
    }

    @Override
    public QueryResult query(Query query) {
        return query.dispatch(new Answering());
    }

    @Override
    public ReplicatedState copy() {
        return new ReplicatedState(this);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ReplicatedState that && decisions.equals(that.decisions)
                && logs.equals(that.logs) && map.equals(that.map);
    }

    @Override
    public int hashCode() {
        return Objects.hash(decisions, logs, map);
    }

    /** Sizes only: values may be secret. */
    @Override
    public String toString() {
        return decisions.size() + " decisions, " + logs.size() + " logs, " + map.size() + " keys";
    }

    private final class Applying implements Operation.Cases<OperationResult> {

        private final long slot;

        Applying(long slot) {
            this.slot = slot;
        }

        @Override
        public OperationResult decide(Decide decide) {
            Decision proposed = new Decision(decide.value(), slot);
            Decision earlier = decisions.putIfAbsent(decide.name(), proposed);
            Decision decision = earlier == null ? proposed : earlier;
            return new Decided(decide.name(), decision.value(), decision.slot(), earlier == null);
        }

        @Override
        public OperationResult append(Append append) {
            List<Bytes> log = logs.computeIfAbsent(append.log(), name -> new ArrayList<>());
            log.add(append.value());
            return new Appended(append.log(), log.size() - 1, slot);
        }

        @Override
        public OperationResult put(Put put) {
            return new Stored(put.key(), write(put.key(), map.get(put.key()), put.value()));
        }

        @Override
        public OperationResult compareAndSet(CompareAndSet cas) {
            Versioned present = map.get(cas.key());
            Bytes value = present == null ? null : present.value();
            if (!Objects.equals(value, cas.expected())) {
                return new CompareAndSetResult(cas.key(), false, value, present == null ? 0 : present.version());
            }
            return new CompareAndSetResult(cas.key(), true, cas.value(), write(cas.key(), present, cas.value()));
        }

        private long write(String key, @Nullable Versioned present, Bytes value) {
            long version = present == null ? 1 : present.version() + 1;
            map.put(key, new Versioned(value, version));
            return version;
        }
    }

    private final class Answering implements Query.Cases<QueryResult> {

        @Override
        public QueryResult decisionOf(DecisionOf query) {
            return decisionOf(query.name());
        }

        @Override
        public QueryResult decisionsOf(DecisionsOf query) {
            return new DecisionsResult(query.names().stream().map(this::decisionOf).toList());
        }

        @Override
        public QueryResult logRange(LogRange query) {
            List<Bytes> log = log(query.log());
            if (query.from() >= log.size()) {
                return new LogPage(query.log(), query.from(), List.of());
            }
            int from = (int) query.from();
            int to = (int) Math.min(log.size(), query.from() + query.limit());
            return new LogPage(query.log(), from, log.subList(from, to));
        }

        @Override
        public QueryResult logSize(LogSize query) {
            return new LogLength(query.log(), log(query.log()).size());
        }

        @Override
        public QueryResult valueOf(ValueOf query) {
            Versioned present = map.get(query.key());
            return present == null
                    ? new MapValue(query.key(), null, 0)
                    : new MapValue(query.key(), present.value(), present.version());
        }

        private DecisionResult decisionOf(String name) {
            Decision decision = decisions.get(name);
            return decision == null
                    ? new DecisionResult(name, null, 0)
                    : new DecisionResult(name, decision.value(), decision.slot());
        }

        private List<Bytes> log(String name) {
            return logs.getOrDefault(name, List.of());
        }
    }
}
