package io.paxos.spring.template;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.DecisionsResult;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Names;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationDigest;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.Stored;
import io.paxos.core.machine.ValueOf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What callers ask for, in the words of the replicated state, and its answers in theirs. Whatever is wrong with the arguments is
 * thrown here, before anything is asked. Safe for use by many threads.
 */
final class Requests {

    /** Most values in one page of a log. */
    private static final int MOST_VALUES = 1_000;

    private final NodeId self;
    private final ReplicaCalls replica;
    private final ValueCodec codec;
    private final int maxValueBytes;
    private final ClientSessions sessions = new ClientSessions();

    /**
     * @param maxValueBytes most bytes of an encoded value
     */
    Requests(NodeId self, ReplicaCalls replica, ValueCodec codec, int maxValueBytes) {
        this.self = self;
        this.replica = replica;
        this.codec = codec;
        this.maxValueBytes = maxValueBytes;
    }

    /** Of {@link ConsensusOperations#decide}. */
    <T> Request<Decision<T>> decide(String name, T value, CallOptions options) {
        String what = "decide " + Names.requireValid(name);
        Bytes own = encode(what, value);
        return write(what, new Decide(name, own), options, result -> {
            Decided decided = (Decided) result;
            return new Decision<>(name, valueOf(decided.value(), own, value), decided.slot(), decided.won());
        });
    }

    /** Of {@link ConsensusOperations#append}. */
    Request<AppendReceipt> append(String log, Object value, CallOptions options) {
        String what = "append to " + Names.requireValid(log);
        return write(what, new Append(log, encode(what, value)), options, result -> {
            Appended appended = (Appended) result;
            return new AppendReceipt(log, appended.index(), appended.slot());
        });
    }

    /** Of {@link ConsensusOperations#put}. */
    <T> Request<Versioned<T>> put(String key, T value, CallOptions options) {
        String what = "put " + Names.requireValid(key);
        return write(what, new Put(key, encode(what, value)), options,
                result -> new Versioned<>(key, value, ((Stored) result).version()));
    }

    /** Of {@link ConsensusOperations#compareAndSet}. */
    <T> Request<CompareAndSet<T>> compareAndSet(String key, @Nullable T expected, T value, CallOptions options) {
        String what = "compare-and-set " + Names.requireValid(key);
        Bytes before = expected == null ? null : encode(what, expected);
        Bytes own = encode(what, value);
        return write(what, new io.paxos.core.machine.CompareAndSet(key, before, own), options, result -> {
            CompareAndSetResult compared = (CompareAndSetResult) result;
            Bytes present = compared.value();
            return new CompareAndSet<>(key, compared.updated(), present == null ? null : valueOf(present, own, value),
                    compared.version());
        });
    }

    /** Of {@link ConsensusOperations#decision}. */
    <T> Request<Optional<Decision<T>>> decision(String name, Class<T> type, CallOptions options) {
        return new ReadRequest<>("decision " + name, replica, new DecisionOf(name), options.consistency(), Requests::isDecided,
                result -> Optional.ofNullable(decisionOf((DecisionResult) result, type)));
    }

    /** Of {@link ConsensusOperations#decisions}. */
    <T> Request<Map<String, Decision<T>>> decisions(Collection<String> names, Class<T> type, CallOptions options) {
        DecisionsOf query = new DecisionsOf(List.copyOf(new LinkedHashSet<>(names)));
        return read("read of " + query.names().size() + " decisions", query, options, result -> {
            Map<String, Decision<T>> decided = new LinkedHashMap<>();
            for (DecisionResult one : ((DecisionsResult) result).decisions()) {
                Decision<T> decision = decisionOf(one, type);
                if (decision != null) {
                    decided.put(decision.name(), decision);
                }
            }
            return Collections.unmodifiableMap(decided);
        });
    }

    /** Of {@link ConsensusOperations#read}. */
    <T> Request<List<LogEntry<T>>> read(String log, long from, int limit, Class<T> type, CallOptions options) {
        if (limit > MOST_VALUES) {
            throw new IllegalArgumentException("a page of a log has 1 to " + MOST_VALUES + " values, not " + limit);
        }
        return read("read " + log, new LogRange(log, from, limit), options, result -> {
            List<LogEntry<T>> entries = new ArrayList<>();
            for (Bytes value : ((LogPage) result).values()) {
                entries.add(new LogEntry<>(from + entries.size(), codec.decode(value, type)));
            }
            return Collections.unmodifiableList(entries);
        });
    }

    /** Of {@link ConsensusOperations#size}. */
    Request<Long> size(String log, CallOptions options) {
        return read("size of " + log, new LogSize(log), options, result -> ((LogLength) result).size());
    }

    /** Of {@link ConsensusOperations#get}. */
    <T> Request<Optional<Versioned<T>>> get(String key, Class<T> type, CallOptions options) {
        return read("get " + key, new ValueOf(key), options, result -> {
            MapValue present = (MapValue) result;
            Bytes value = present.value();
            return value == null ? Optional.empty()
                    : Optional.of(new Versioned<>(key, codec.decode(value, type), present.version()));
        });
    }

    private <R> Request<R> read(String what, Query query, CallOptions options, Function<QueryResult, R> decoder) {
        return new ReadRequest<>(what, replica, query, options.consistency(), null, decoder);
    }

    private <R> Request<R> write(String what, Operation operation, CallOptions options, Function<OperationResult, R> decoder) {
        String key = options.idempotencyKey();
        Bytes body = OperationCodec.encode(operation);
        long bornAt = replica.chosenUpTo();
        if (key != null) {
            IdempotencyKey id = new IdempotencyKey(key, OperationDigest.digest(operation));
            return new WriteRequest<>(what, replica, new Command(id, 0, bornAt, body), null, decoder);
        }
        // last, as from here on nothing is thrown that would leave it open
        ClientSessions.Sequence sequence = sessions.open();
        Command command = new Command(sequence.id(), sequence.lowestOpen(), bornAt, body);
        return new WriteRequest<>(what, replica, command, sequence, decoder);
    }

    private Bytes encode(String what, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a value is never null");
        }
        Bytes bytes = codec.encode(value);
        if (bytes.size() > maxValueBytes) {
            throw Failures.notExecuted(self, what, Reason.VALUE_TOO_LARGE,
                    "the value has " + bytes.size() + " bytes, the limit is " + maxValueBytes);
        }
        return bytes;
    }

    /** The caller's own object where it says the same, so that a winner needs nothing that can be decoded. */
    private <T> T valueOf(Bytes bytes, Bytes own, T value) {
        return bytes.equals(own) ? value : codec.decode(bytes, classOf(value));
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> classOf(T value) {
        // a constant of an enum with a body has a class of its own
        return (Class<T>) (value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
    }

    private static boolean isDecided(QueryResult result) {
        return ((DecisionResult) result).value() != null;
    }

    private <T> @Nullable Decision<T> decisionOf(DecisionResult result, Class<T> type) {
        Bytes value = result.value();
        return value == null ? null : new Decision<>(result.name(), codec.decode(value, type), result.slot(), false);
    }
}
