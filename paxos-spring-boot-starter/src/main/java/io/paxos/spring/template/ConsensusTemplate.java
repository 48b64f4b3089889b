package io.paxos.spring.template;

import io.github.resilience4j.retry.Retry;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.template.CallListener.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster through the node of this process. Immutable and safe for use by many threads.
 *
 * <p>A call is attempted until it is answered or its deadline comes: again after a back-off when there is no leader, when a queue
 * is full, while the cluster is being founded, and when an attempt has ended unknown. Every attempt of a write hands in the very
 * same command, which the cluster executes at most once. Once an attempt has ended unknown, the call ends with the answer or as
 * unknown, whatever the later attempts end with.
 *
 * <p>Futures complete on threads named {@code paxos-<node>-callback-<n>}. Blocking callers are woken directly and need none of
 * these, so a blocking call on one of them does not wait for itself; it only keeps others waiting.
 */
public final class ConsensusTemplate implements ConsensusOperations, AutoCloseable {

    private final Requests requests;
    private final Caller caller;

    /**
     * @param self the node of this process
     * @param driver runs that node; calls fail at once while it does not run
     * @param codec turns values into bytes and back
     * @param options bounds and times
     * @param retry when to attempt again; see {@link ConsensusRetry#defaults()}
     * @param gate shut while the node stops: calls that have begun go on, others are refused
     * @param listeners told how calls end, in this order
     */
    public ConsensusTemplate(NodeId self, ReplicaDriver driver, ValueCodec codec, TemplateOptions options, Retry retry,
            CallGate gate, List<CallListener> listeners) {
        this(self, ReplicaCalls.of(driver), codec, options, retry, gate, listeners);
    }

    ConsensusTemplate(NodeId self, ReplicaCalls replica, ValueCodec codec, TemplateOptions options, Retry retry,
            CallGate gate, List<CallListener> listeners) {
        this.requests = new Requests(self, replica, codec, options.maxValueBytes());
        this.caller = new Caller(self, replica, options, retry, gate, listeners);
    }

    @Override
    public <T> Decision<T> decide(String name, T value, CallOptions options) {
        return caller.await(Operation.DECIDE, () -> requests.decide(name, value, options), options);
    }

    @Override
    public <T> CompletableFuture<Decision<T>> decideAsync(String name, T value, CallOptions options) {
        return caller.future(Operation.DECIDE, () -> requests.decide(name, value, options), options);
    }

    @Override
    public AppendReceipt append(String log, Object value, CallOptions options) {
        return caller.await(Operation.APPEND, () -> requests.append(log, value, options), options);
    }

    @Override
    public CompletableFuture<AppendReceipt> appendAsync(String log, Object value, CallOptions options) {
        return caller.future(Operation.APPEND, () -> requests.append(log, value, options), options);
    }

    @Override
    public <T> Versioned<T> put(String key, T value, CallOptions options) {
        return caller.await(Operation.PUT, () -> requests.put(key, value, options), options);
    }

    @Override
    public <T> CompletableFuture<Versioned<T>> putAsync(String key, T value, CallOptions options) {
        return caller.future(Operation.PUT, () -> requests.put(key, value, options), options);
    }

    @Override
    public <T> CompareAndSet<T> compareAndSet(String key, @Nullable T expected, T value, CallOptions options) {
        return caller.await(Operation.COMPARE_AND_SET, () -> requests.compareAndSet(key, expected, value, options), options);
    }

    @Override
    public <T> CompletableFuture<CompareAndSet<T>> compareAndSetAsync(String key, @Nullable T expected, T value,
            CallOptions options) {
        return caller.future(Operation.COMPARE_AND_SET, () -> requests.compareAndSet(key, expected, value, options), options);
    }

    @Override
    public <T> Optional<Decision<T>> decision(String name, Class<T> type, CallOptions options) {
        return caller.await(Operation.DECISION, () -> requests.decision(name, type, options), options);
    }

    @Override
    public <T> CompletableFuture<Optional<Decision<T>>> decisionAsync(String name, Class<T> type, CallOptions options) {
        return caller.future(Operation.DECISION, () -> requests.decision(name, type, options), options);
    }

    @Override
    public <T> Map<String, Decision<T>> decisions(Collection<String> names, Class<T> type, CallOptions options) {
        return caller.await(Operation.DECISIONS, () -> requests.decisions(names, type, options), options);
    }

    @Override
    public <T> CompletableFuture<Map<String, Decision<T>>> decisionsAsync(Collection<String> names, Class<T> type,
            CallOptions options) {
        return caller.future(Operation.DECISIONS, () -> requests.decisions(names, type, options), options);
    }

    @Override
    public <T> List<LogEntry<T>> read(String log, long from, int limit, Class<T> type, CallOptions options) {
        return caller.await(Operation.READ, () -> requests.read(log, from, limit, type, options), options);
    }

    @Override
    public <T> CompletableFuture<List<LogEntry<T>>> readAsync(String log, long from, int limit, Class<T> type,
            CallOptions options) {
        return caller.future(Operation.READ, () -> requests.read(log, from, limit, type, options), options);
    }

    @Override
    public long size(String log, CallOptions options) {
        return caller.await(Operation.SIZE, () -> requests.size(log, options), options);
    }

    @Override
    public CompletableFuture<Long> sizeAsync(String log, CallOptions options) {
        return caller.future(Operation.SIZE, () -> requests.size(log, options), options);
    }

    @Override
    public <T> Optional<Versioned<T>> get(String key, Class<T> type, CallOptions options) {
        return caller.await(Operation.GET, () -> requests.get(key, type, options), options);
    }

    @Override
    public <T> CompletableFuture<Optional<Versioned<T>>> getAsync(String key, Class<T> type, CallOptions options) {
        return caller.future(Operation.GET, () -> requests.get(key, type, options), options);
    }

    /**
     * Ends the threads of this template, when they have done what waits for them. To be called after the node was stopped, which
     * ends the calls under way; a future that is open even so still completes.
     */
    @Override
    public void close() {
        caller.close();
    }
}
