package io.paxos.spring.template;

import io.github.resilience4j.retry.Retry;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.ConsensusException;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, one after the other, until there is an answer or its deadline comes. It knows what is certain: once
 * an attempt of a write has ended unknown, the call is done or unknown, and a later attempt that was certainly not executed
 * changes nothing about the earlier one. That holds for {@link Reason#KEY_REUSED} too: while a copy of the command is under way,
 * such a refusal may come from the memory of this node alone, leave no mark in the log, and be outlived by the copy, should the
 * other use of the key be forgotten before it comes.
 *
 * <p>Not safe for use by many threads; each step must happen after the one before.
 *
 * @param <R> what the caller gets
 */
final class Attempts<R> {

    /** What {@link #pauseAfter} answers when there is nothing more to be attempted. */
    static final long ENDED = -1;

    /** A longer time-out means this one, so that nanoseconds do not overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final NodeId self;
    private final ReplicaCalls replica;
    private final Request<R> request;
    private final Retry.AsyncContext<R> retry;
    private final long deadline;
    private boolean underWay;
    private boolean unknown;
    private @Nullable Outcome answer;
    private @Nullable ConsensusException failure;

    /**
     * @param retry when to attempt again
     * @param timeout total deadline from now on
     */
    Attempts(NodeId self, ReplicaCalls replica, Request<R> request, Retry retry, Duration timeout) {
        this.self = self;
        this.replica = replica;
        this.request = request;
        this.retry = retry.asyncContext();
        this.deadline = System.nanoTime() + nanosOf(timeout);
    }

    private static long nanosOf(Duration timeout) {
        if (timeout.isNegative()) {
            return 0;
        }
        return timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
    }

    /** What is asked for. */
    Request<R> request() {
        return request;
    }

    /** Nanoseconds until the deadline; none or fewer when it has come. */
    long remaining() {
        return deadline - System.nanoTime();
    }

    /** Begins the next attempt, with all the time that is left. */
    void begin(Consumer<Outcome> whenEnded) {
        underWay = true;
        request.attempt(Duration.ofNanos(remaining()), whenEnded);
    }

    /**
     * The attempt has ended. Gives for how many milliseconds to pause before the next one, or {@link #ENDED}: {@link #result} has
     * the answer.
     */
    long pauseAfter(Outcome outcome) {
        underWay = false;
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.ReadDone) {
            answer = outcome;
            retry.onComplete();
            return ENDED;
        }
        ConsensusException ended = failureOf(outcome);
        long pause = retry.onError(ended);
        return pause >= 0 && mayPass(ended) && TimeUnit.MILLISECONDS.toNanos(pause) < remaining() ? pause : ENDED;
    }

    /**
     * What the caller gets.
     *
     * @throws ConsensusException if there is no answer
     * @throws ValueCodecException if the answer does not hold what the caller expects
     */
    R result() {
        Outcome done = answer;
        if (done != null) {
            return request.answer(done);
        }
        ConsensusException ended = failure;
        throw ended != null ? ended : new IllegalStateException("a call without an attempt has no result");
    }

    /** The caller does not wait for the answer any longer; gives what is certain then. */
    ConsensusException giveUp(String why) {
        if (underWay) {
            unknown |= request.writes();
        } else if (failure != null) {
            return failure;
        }
        return failureBecause(Reason.DEADLINE, why);
    }

    /** What the attempt ended with; notes what it means for the call. */
    private ConsensusException failureOf(Outcome outcome) {
        if (outcome instanceof Outcome.NotExecuted refused) {
            ConsensusException ended = Failures.notExecuted(self, request.what(), refused.reason(), refused.detail());
            failure = unknown ? Failures.unknown(self, request.what(), request.hasKey(), "an earlier attempt ended unknown, and "
                    + "the last one with " + refused.reason() + " (" + refused.detail() + ")") : ended;
            return ended;
        }
        unknown |= request.writes();
        // a read has no effect, so nothing of it is unknown
        failure = failureBecause(Reason.DEADLINE, outcome instanceof Outcome.Unknown lost ? lost.detail() : "no answer came");
        return failure;
    }

    private ConsensusException failureBecause(Reason reason, String detail) {
        return unknown ? Failures.unknown(self, request.what(), request.hasKey(), detail)
                : Failures.notExecuted(self, request.what(), reason, detail);
    }

    private boolean mayPass(ConsensusException ended) {
        // DESIGN 4: a call before the start must not wait for it, perhaps on the very thread that is to start the node
        return ConsensusRetry.isTransient(ended) && (!(ended instanceof NotExecutedException refused)
                || refused.reason() != Reason.NOT_STARTED || replica.isRunning());
    }
}
