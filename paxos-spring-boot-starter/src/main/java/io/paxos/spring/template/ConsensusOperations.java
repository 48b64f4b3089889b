package io.paxos.spring.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks of its cluster, on any of its nodes alike.
 *
 * <p>Every operation comes in two forms. The blocking one waits for the answer, at most until its deadline, and throws. The one
 * that gives a future returns at once and throws nothing: the future completes, exceptionally with the same exceptions, on one of
 * a few threads of this library's own. What depends on it should be short, or go to an executor of the application, and must
 * never wait for another of these futures there: it may be the one that would complete it. Cancelling a future changes nothing
 * else.
 *
 * <ul>
 * <li>{@link io.paxos.core.error.NotExecutedException}: certainly nothing happened. Its reason says whether to try again, after
 * what was tried already: a call is attempted until its deadline when there is no leader, when a queue is full and while the
 * cluster is being founded. On a node that has not started it fails at once.
 * <li>{@link io.paxos.core.error.OutcomeUnknownException}: a write that perhaps happened, or still will. To repeat it safely, it
 * must have had an idempotency key, and be repeated with that same key. Once one attempt has ended so, the call can only end so
 * or be done, whatever later attempts end with. A read never ends so.
 * <li>{@link IllegalArgumentException}: the arguments are not as said here; nothing was asked.
 * <li>{@link ValueCodecException}: a value cannot be encoded, and nothing was asked; or the value in the answer is not of the
 * expected type, and whatever was asked for has happened.
 * </ul>
 *
 * <p>A blocking call whose thread is interrupted keeps the interrupt and ends with what is certain: not executed if nothing was
 * under way, or if it reads; else unknown. No blocking call may be made on the thread of the protocol, that is, by a {@link
 * io.paxos.core.port.ReplicaListener}: it would wait for itself, until its deadline.
 *
 * <p>Names, logs and keys are {@code [A-Za-z0-9][A-Za-z0-9._:-]{0,127}}, taken as they are. Values are turned into bytes by a
 * {@link ValueCodec}, {@code byte[]} and {@code String} as they are and others as JSON by default; a value is never null, and has
 * at most {@code paxos.limits.value} bytes (else {@code VALUE_TOO_LARGE}). {@link CallOptions} hold the deadline, the consistency
 * of a read and the idempotency key of a write. Safe for use by many threads.
 */
public interface ConsensusOperations {

    /**
     * Gives a name its value, unless it has one; either way answers with the value that it has.
     *
     * <p>If that is the caller's own, compared as encoded bytes, the answer holds the very object that was given. Else it is
     * decoded as the class of that object, so this must be one that the codec can read: a record or an {@code ArrayList}, say,
     * but not the hidden class behind {@code List.of}.
     *
     * @param value the proposed value
     */
    <T> Decision<T> decide(String name, T value, CallOptions options);

    /** As {@link #decide} with {@link CallOptions#DEFAULTS}. */
    default <T> Decision<T> decide(String name, T value) {
        return decide(name, value, CallOptions.DEFAULTS);
    }

    /** As {@link #decide}, without waiting. */
    <T> CompletableFuture<Decision<T>> decideAsync(String name, T value, CallOptions options);

    /** As {@link #decideAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<Decision<T>> decideAsync(String name, T value) {
        return decideAsync(name, value, CallOptions.DEFAULTS);
    }

    /**
     * Adds a value at the end of a log; a log begins with its first value. Without an idempotency key, to repeat an append that
     * ended unknown may add the value twice.
     */
    AppendReceipt append(String log, Object value, CallOptions options);

    /** As {@link #append} with {@link CallOptions#DEFAULTS}. */
    default AppendReceipt append(String log, Object value) {
        return append(log, value, CallOptions.DEFAULTS);
    }

    /** As {@link #append}, without waiting. */
    CompletableFuture<AppendReceipt> appendAsync(String log, Object value, CallOptions options);

    /** As {@link #appendAsync} with {@link CallOptions#DEFAULTS}. */
    default CompletableFuture<AppendReceipt> appendAsync(String log, Object value) {
        return appendAsync(log, value, CallOptions.DEFAULTS);
    }

    /**
     * Writes a key of the map, whatever it holds. The answer holds the object that was given.
     */
    <T> Versioned<T> put(String key, T value, CallOptions options);

    /** As {@link #put} with {@link CallOptions#DEFAULTS}. */
    default <T> Versioned<T> put(String key, T value) {
        return put(key, value, CallOptions.DEFAULTS);
    }

    /** As {@link #put}, without waiting. */
    <T> CompletableFuture<Versioned<T>> putAsync(String key, T value, CallOptions options);

    /** As {@link #putAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<Versioned<T>> putAsync(String key, T value) {
        return putAsync(key, value, CallOptions.DEFAULTS);
    }

    /**
     * Writes a key of the map if it holds the expected value, compared as encoded bytes; an expected null means that
     * it must be absent. A present value that is neither is in the answer, decoded as the class of the given one, as with
     * {@link #decide}.
     *
     * @param expected what the key must hold, encoded at most as large as a value may be; null if it must be absent
     */
    <T> CompareAndSet<T> compareAndSet(String key, @Nullable T expected, T value, CallOptions options);

    /** As {@link #compareAndSet} with {@link CallOptions#DEFAULTS}. */
    default <T> CompareAndSet<T> compareAndSet(String key, @Nullable T expected, T value) {
        return compareAndSet(key, expected, value, CallOptions.DEFAULTS);
    }

    /** As {@link #compareAndSet}, without waiting. */
    <T> CompletableFuture<CompareAndSet<T>> compareAndSetAsync(String key, @Nullable T expected, T value, CallOptions options);

    /** As {@link #compareAndSetAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<CompareAndSet<T>> compareAndSetAsync(String key, @Nullable T expected, T value) {
        return compareAndSetAsync(key, expected, value, CallOptions.DEFAULTS);
    }

    /**
     * The value of a name. A decision that this node knows is answered at once, with or without a quorum, as it
     * never changes; that there is none is linearizable unless asked for otherwise. Empty then.
     */
    <T> Optional<Decision<T>> decision(String name, Class<T> type, CallOptions options);

    /** As {@link #decision} with {@link CallOptions#DEFAULTS}. */
    default <T> Optional<Decision<T>> decision(String name, Class<T> type) {
        return decision(name, type, CallOptions.DEFAULTS);
    }

    /** As {@link #decision}, without waiting. */
    <T> CompletableFuture<Optional<Decision<T>>> decisionAsync(String name, Class<T> type, CallOptions options);

    /** As {@link #decisionAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<Optional<Decision<T>>> decisionAsync(String name, Class<T> type) {
        return decisionAsync(name, type, CallOptions.DEFAULTS);
    }

    /**
     * The values of several names at one moment, in the order of the names; those that are not decided are left out. Unlike
     * {@link #decision}, it always needs a quorum unless asked for otherwise.
     *
     * @param names at most 1,000 different ones
     * @return cannot be changed
     */
    <T> Map<String, Decision<T>> decisions(Collection<String> names, Class<T> type, CallOptions options);

    /** As {@link #decisions} with {@link CallOptions#DEFAULTS}. */
    default <T> Map<String, Decision<T>> decisions(Collection<String> names, Class<T> type) {
        return decisions(names, type, CallOptions.DEFAULTS);
    }

    /** As {@link #decisions}, without waiting. */
    <T> CompletableFuture<Map<String, Decision<T>>> decisionsAsync(Collection<String> names, Class<T> type, CallOptions options);

    /** As {@link #decisionsAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<Map<String, Decision<T>>> decisionsAsync(Collection<String> names, Class<T> type) {
        return decisionsAsync(names, type, CallOptions.DEFAULTS);
    }

    /**
     * Up to {@code limit} values of a log, from index {@code from} on; fewer mean that the log ended there. An
     * unknown log is an empty one. Each page is linearizable by itself; a log only ever grows.
     *
     * @param from from 0; beyond the end there is nothing
     * @param limit 1 to 1,000
     * @return cannot be changed
     */
    <T> List<LogEntry<T>> read(String log, long from, int limit, Class<T> type, CallOptions options);

    /** As {@link #read} with {@link CallOptions#DEFAULTS}. */
    default <T> List<LogEntry<T>> read(String log, long from, int limit, Class<T> type) {
        return read(log, from, limit, type, CallOptions.DEFAULTS);
    }

    /** As {@link #read}, without waiting. */
    <T> CompletableFuture<List<LogEntry<T>>> readAsync(String log, long from, int limit, Class<T> type, CallOptions options);

    /** As {@link #readAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<List<LogEntry<T>>> readAsync(String log, long from, int limit, Class<T> type) {
        return readAsync(log, from, limit, type, CallOptions.DEFAULTS);
    }

    /**
     * How many values a log has, which is the index of the next one; 0 for an unknown log.
     */
    long size(String log, CallOptions options);

    /** As {@link #size} with {@link CallOptions#DEFAULTS}. */
    default long size(String log) {
        return size(log, CallOptions.DEFAULTS);
    }

    /** As {@link #size}, without waiting. */
    CompletableFuture<Long> sizeAsync(String log, CallOptions options);

    /** As {@link #sizeAsync} with {@link CallOptions#DEFAULTS}. */
    default CompletableFuture<Long> sizeAsync(String log) {
        return sizeAsync(log, CallOptions.DEFAULTS);
    }

    /**
     * What a key of the map holds; empty if it is absent.
     */
    <T> Optional<Versioned<T>> get(String key, Class<T> type, CallOptions options);

    /** As {@link #get} with {@link CallOptions#DEFAULTS}. */
    default <T> Optional<Versioned<T>> get(String key, Class<T> type) {
        return get(key, type, CallOptions.DEFAULTS);
    }

    /** As {@link #get}, without waiting. */
    <T> CompletableFuture<Optional<Versioned<T>>> getAsync(String key, Class<T> type, CallOptions options);

    /** As {@link #getAsync} with {@link CallOptions#DEFAULTS}. */
    default <T> CompletableFuture<Optional<Versioned<T>>> getAsync(String key, Class<T> type) {
        return getAsync(key, type, CallOptions.DEFAULTS);
    }
}
