package io.paxos.spring.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.paxos.core.ballot.NodeId;
import io.paxos.spring.web.PeerGuard;
import io.paxos.spring.web.PeerGuards;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for each peer, named {@code paxos-peer-<id>}: one of the host's that is configured by that name; else by
 * the host's configuration {@code paxos-peer}; else by {@link #defaults}.
 *
 * <p>A configuration of the host's is obeyed as it is. What it leaves out is Resilience4j's default and not ours, such as the
 * minute for which a circuit then stays open.
 */
public final class PeerCircuits implements PeerGuards {

    /** The configuration of all peers, and the beginning of each name. */
    public static final String NAME = "paxos-peer";

    /** Exchanges that are looked back upon. */
    private static final int WINDOW = 20;

    /** So many must be known before a circuit opens: a peer that starts again does not lose its circuit by that. */
    private static final int LEAST = 10;

    /** One answer among them shows that the peer can be reached. */
    private static final int ALL = 100;

    private static final Duration LONGEST_OPEN = Duration.ofMillis(500);

    /** The second may pass while the first is late. */
    private static final int HALF_OPEN = 2;

    /** Longer than any exchange lasts, as a slow answer is no reason to cut a peer off. */
    private static final Duration NEVER_SLOW = Duration.ofDays(1);

    private final @Nullable CircuitBreakerRegistry registry;
    private final Duration electionTimeout;

    /**
     * @param electionTimeout a peer that is back must be in the quorum before the next election (PITFALLS 46)
     * @param registry where the host configures its circuit breakers, and ours are added; null if there is none
     */
    public PeerCircuits(Duration electionTimeout, @Nullable CircuitBreakerRegistry registry) {
        this.electionTimeout = electionTimeout;
        this.registry = registry;
    }

    @Override
    public PeerGuard of(NodeId peer) {
        return new PeerCircuit(breakerOf(NAME + "-" + peer));
    }

    private CircuitBreaker breakerOf(String name) {
        if (registry == null) {
            return CircuitBreaker.of(name, defaults(electionTimeout));
        }
        return registry.find(name).orElseGet(() -> {
            CircuitBreakerConfig config = registry.getConfiguration(NAME).orElseGet(() -> defaults(electionTimeout));
            return registry.circuitBreaker(name, config);
        });
    }

    /**
     * Opens when all of the last 10 to 20 exchanges have failed. Every 500 ms, or half an election timeout if that is shorter,
     * it then lets two exchanges pass, and closes unless both of them fail. Needs no thread: what is sent next finds that the
     * time is over.
     */
    public static CircuitBreakerConfig defaults(Duration electionTimeout) {
        Duration half = electionTimeout.dividedBy(2);
        Duration open = half.compareTo(LONGEST_OPEN) < 0 ? half : LONGEST_OPEN;
        return CircuitBreakerConfig.custom().slidingWindowType(SlidingWindowType.COUNT_BASED).slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(LEAST).failureRateThreshold(ALL).waitDurationInOpenState(open)
                .permittedNumberOfCallsInHalfOpenState(HALF_OPEN).slowCallDurationThreshold(NEVER_SLOW)
                .clock(new MonotonicClock()).build();
    }
}
