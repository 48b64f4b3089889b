package io.paxos.spring.template;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.OutcomeUnknownException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The caller's policy: when a call is attempted again, and after how long.
 *
 * <p>A configuration of the application's own may attempt less often, wait otherwise or leave exceptions out, and is obeyed. It
 * cannot have more attempted again than {@link #isTransient} allows, nor anything after the call's deadline; predicates over
 * results are not asked, as an answer is never asked for again.
 */
public final class ConsensusRetry {

    private static final int FIRST_MILLIS = 10;

    private static final int CAP_MILLIS = 500;

    private ConsensusRetry() {
    }

    /**
     * Attempts until the deadline, and waits in between: at first 10 ms, then twice as long each time, but not more than 500 ms,
     * where each wait differs by up to half at random.
     */
    public static RetryConfig defaults() {
        return RetryConfig.custom().maxAttempts(Integer.MAX_VALUE).intervalFunction(backOff())
                .retryOnException(ConsensusRetry::isTransient).build();
    }

    /**
     * Whether what one attempt ended with may pass by itself: no leader, overload, a founding that is under way, and an unknown
     * outcome, as the very same command may be handed in again.
     */
    static boolean isTransient(Throwable failure) {
        if (failure instanceof NotExecutedException refused) {
            return switch (refused.reason()) {
                case NO_LEADER, OVERLOADED, NOT_STARTED -> true;
                // an attempt has all the time that is left: its deadline is the call's
                case DEADLINE, VALUE_TOO_LARGE, FENCED, SHUTTING_DOWN, KEY_REUSED -> false;
            };
        }
        return failure instanceof OutcomeUnknownException;
    }

    /**
     * Not Resilience4j's own, which cuts off at the cap after it has drawn: beyond that all callers would wait alike, and come
     * back together.
     */
    private static IntervalFunction backOff() {
        return attempt -> {
            long doubled = (long) FIRST_MILLIS << Math.min(attempt - 1, 10);
            long middle = Math.min(doubled, CAP_MILLIS * 2 / 3);
            return ThreadLocalRandom.current().nextLong(middle / 2, middle + middle / 2 + 1);
        };
    }
}
