package io.paxos.spring.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.paxos.spring.web.PeerGuard;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets exchanges with one peer pass as its circuit breaker says. */
final class PeerCircuit implements PeerGuard {

    private final CircuitBreaker breaker;

    PeerCircuit(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    @Override
    public @Nullable Permit enter() {
        return breaker.tryAcquirePermission() ? new CountedPermit() : null;
    }

    /** Gives itself back if nothing was said: a half-open circuit has few, and would else wait for ever for what they tell. */
    private final class CountedPermit implements Permit {

        private final long begin = breaker.getCurrentTimestamp();
        private boolean counted;

        @Override
        public void answered() {
            breaker.onSuccess(duration(), breaker.getTimestampUnit());
            counted = true;
        }

        @Override
        public void failed(IOException why) {
            breaker.onError(duration(), breaker.getTimestampUnit(), why);
            counted = true;
        }

        @Override
        public void close() {
            if (!counted) {
                breaker.releasePermission();
            }
        }

        private long duration() {
            return breaker.getCurrentTimestamp() - begin;
        }
    }
}
