package io.paxos.spring.template;

import io.github.resilience4j.retry.Retry;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.ConsensusException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.replica.Outcome;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.template.CallListener.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes calls, either way: a blocking one attempts and pauses on the caller's thread, one with a future on the {@link
 * CallbackThreads}. Neither needs a timer of its own, as the driver ends every attempt at its deadline. Safe for use by many
 * threads.
 */
final class Caller implements AutoCloseable {

    /**
     * How much longer than its deadline a blocking call waits for its attempt to end, in nanoseconds. The driver looks for
     * deadlines at every tick and knows what is certain; if it does not come round at all, the caller must not hang with it.
     */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    private final NodeId self;
    private final ReplicaCalls replica;
    private final TemplateOptions options;
    private final Retry retry;
    private final CallGate gate;
    private final List<CallListener> listeners;
    private final CallbackThreads callbacks;
    private final OpenFutures futures;

    /**
     * @param retry when to attempt again
     * @param gate which calls may begin
     * @param listeners told how calls end
     */
    Caller(NodeId self, ReplicaCalls replica, TemplateOptions options, Retry retry, CallGate gate,
            List<CallListener> listeners) {
        this.self = self;
        this.replica = replica;
        this.options = options;
        this.retry = retry;
        this.gate = gate;
        this.listeners = List.copyOf(listeners);
        this.callbacks = new CallbackThreads(self);
        this.futures = new OpenFutures(options.futureCount(), options.futureBytes());
    }

    /** Makes a call and waits for its end. What it throws is what {@link ConsensusOperations} says. */
    <R> R await(Operation operation, Supplier<Request<R>> making, CallOptions call) {
        CallClock clock = new CallClock(listeners, operation);
        Request<R> request = made(making, clock);
        R result;
        try {
            if (!gate.enter()) {
                request.close();
                throw shuttingDown(request);
            }
            try {
                result = await(request, call);
            } finally {
                gate.leave();
            }
        } catch (RuntimeException | Error e) {
            clock.ended(e);
            throw e;
        }
        clock.ended(null);
        return result;
    }

    private ConsensusException shuttingDown(Request<?> request) {
        return Failures.notExecuted(self, request.what(), Reason.SHUTTING_DOWN, self + " is shutting down or has stopped");
    }

    private static <R> Request<R> made(Supplier<Request<R>> making, CallClock clock) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            // a mistake in the caller's program, which says nothing of the node
            throw e;
        } catch (RuntimeException | Error e) {
            clock.ended(e);
            throw e;
        }
    }

    private <R> R await(Request<R> request, CallOptions call) {
        Attempts<R> attempts = new Attempts<>(self, replica, request, retry, timeoutOf(call));
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long pause = attempts.pauseAfter(awaitAttempt(attempts));
            while (pause != Attempts.ENDED) {
                Thread.sleep(pause);
                pause = attempts.pauseAfter(awaitAttempt(attempts));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw attempts.giveUp("the thread that waited was interrupted");
        } catch (TimeoutException e) {
            throw attempts.giveUp("the deadline has passed, and this node has not ended the call: its protocol hangs");
        } finally {
            request.close();
        }
        return attempts.result();
    }

    private static Outcome awaitAttempt(Attempts<?> attempts) throws InterruptedException, TimeoutException {
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        attempts.begin(ended::complete);
        try {
            return ended.get(Math.max(attempts.remaining(), 0) + GRACE, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of an attempt is always an outcome", e);
        }
    }

    /**
     * Makes a call and returns at once. Nothing is thrown: whatever goes wrong, making the request included, is in the future.
     */
    <R> CompletableFuture<R> future(Operation operation, Supplier<Request<R>> making, CallOptions call) {
        CallClock clock = new CallClock(listeners, operation);
        Request<R> request;
        try {
            request = made(making, clock);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!gate.enter()) {
            request.close();
            ConsensusException refused = shuttingDown(request);
            clock.ended(refused);
            return CompletableFuture.failedFuture(refused);
        }
        if (!futures.enter(request.sizeInBytes())) {
            gate.leave();
            request.close();
            ConsensusException refused = Failures.notExecuted(self, request.what(), Reason.OVERLOADED,
                    "too many calls have not ended, or what the application does when they end takes too long");
            clock.ended(refused);
            return CompletableFuture.failedFuture(refused);
        }
        FutureCall<R> begun = new FutureCall<>(new Attempts<>(self, replica, request, retry, timeoutOf(call)), clock);
        begun.attempt();
        return begun.future;
    }

    private Duration timeoutOf(CallOptions call) {
        Duration own = call.timeout();
        return own == null ? options.requestTimeout() : own;
    }

    /** Lets the threads end. Calls under way end as ever. */
    @Override
    public void close() {
        callbacks.close();
    }

    /** A call that ends in a future. Each step is begun by the end of the one before. */
    private final class FutureCall<R> {

        private final Attempts<R> attempts;
        private final CallClock clock;
        private final CompletableFuture<R> future = new CompletableFuture<>();

        FutureCall(Attempts<R> attempts, CallClock clock) {
            this.attempts = attempts;
            this.clock = clock;
        }

        /** On the caller's thread, and then on one of the callbacks. */
        void attempt() {
            try {
                attempts.begin(outcome -> callbacks.execute(() -> ended(outcome)));
            } catch (RuntimeException | Error e) {
                leave();
                fail(e);
            }
        }

        private void ended(Outcome outcome) {
            try {
                long pause = attempts.pauseAfter(outcome);
                if (pause != Attempts.ENDED) {
                    callbacks.executeAfter(pause, this::attempt);
                    return;
                }
            } catch (RuntimeException | Error e) {
                // an application's own policy has thrown
                leave();
                fail(e);
                return;
            }
            leave();
            complete();
        }

        private void complete() {
            R result;
            try {
                result = attempts.result();
            } catch (RuntimeException | Error e) {
                fail(e);
                return;
            }
            clock.ended(null);
            future.complete(result);
        }

        private void fail(Throwable failure) {
            clock.ended(failure);
            future.completeExceptionally(failure);
        }

        private void leave() {
            attempts.request().close();
            futures.leave(attempts.request().sizeInBytes());
            gate.leave();
        }
    }

    /** How much of what futures wait for there may be (PITFALLS 70). */
    private static final class OpenFutures {

        private final int mostCalls;
        private final long mostBytes;
        private int calls;
        private long bytes;

        OpenFutures(int mostCalls, long mostBytes) {
            this.mostCalls = mostCalls;
            this.mostBytes = mostBytes;
        }

        synchronized boolean enter(long size) {
            if (calls >= mostCalls || bytes + size > mostBytes) {
                return false;
            }
            calls++;
            bytes += size;
            return true;
        }

        synchronized void leave(long size) {
            calls--;
            bytes -= size;
        }
    }
}
