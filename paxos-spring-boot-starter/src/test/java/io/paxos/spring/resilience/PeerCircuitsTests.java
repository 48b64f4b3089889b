package io.paxos.spring.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.paxos.core.ballot.NodeId;
import io.paxos.spring.web.PeerGuard;
import io.paxos.spring.web.PeerGuard.Permit;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The circuit breaker of one peer, without a network. Which exchanges count as what is said in the tests of the transport. */
class PeerCircuitsTests {

    private static final IOException WHY = new IOException("on purpose");

    private final CircuitBreaker breaker =
            CircuitBreaker.of("test", CircuitBreakerConfig.from(PeerCircuits.defaults(Duration.ofSeconds(1)))
                    .waitDurationInOpenState(Duration.ofHours(1)).build());
    private final PeerGuard guard = new PeerCircuit(breaker);

    private static void fail(PeerGuard guard) {
        try (Permit permit = guard.enter()) {
            assertThat(permit).isNotNull();
            permit.failed(WHY);
        }
    }

    private void answer() {
        try (Permit permit = guard.enter()) {
            assertThat(permit).isNotNull();
            permit.answered();
        }
    }

    @Test
    void ten_failures_and_nothing_else_open_it() {
        for (int i = 1; i <= 9; i++) {
            fail(guard);
        }
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        fail(guard);

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        assertThat(guard.enter()).isNull();
    }

    @Test
    void an_answer_keeps_it_closed_for_the_nineteen_that_follow() {
        answer();
        for (int i = 1; i <= 19; i++) {
            fail(guard);
        }
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        fail(guard);

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void half_open_it_lets_two_pass_and_one_answer_closes_it() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        try (Permit first = guard.enter(); Permit second = guard.enter()) {
            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            assertThat(guard.enter()).as("a third").isNull();
            first.failed(WHY);
            second.answered();
        }
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void half_open_it_opens_again_when_both_fail() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        fail(guard);
        fail(guard);

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    @Tag("P46")
    void half_open_it_gets_back_what_tells_nothing() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (int i = 0; i < 20; i++) {
            try (Permit permit = guard.enter()) {
                assertThat(permit).as("permit %s", i).isNotNull();
            }
        }
        assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void without_a_registry_each_peer_has_one_of_its_own() {
        PeerCircuits circuits = new PeerCircuits(Duration.ofSeconds(1), null);
        PeerGuard node2 = circuits.of(NodeId.of("node2"));
        PeerGuard node3 = circuits.of(NodeId.of("node3"));
        for (int i = 0; i < 10; i++) {
            fail(node2);
        }

        assertThat(node2.enter()).isNull();
        assertThat(node3.enter()).isNotNull();
    }

    @Test
    @Tag("P39")
    void no_clock_that_can_be_set_decides_when_it_may_be_tried_again() {
        Clock clock = PeerCircuits.defaults(Duration.ofSeconds(1)).getClock();
        assertThat(clock).isInstanceOf(MonotonicClock.class);
        Instant before = clock.instant();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 1_000_000) {
            Thread.onSpinWait();
        }
        assertThat(Duration.between(before, clock.instant())).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
        assertThat(Duration.between(before, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(clock.withZone(ZoneId.of("Asia/Tokyo")).instant()).isAfterOrEqualTo(before);
        assertThat(breaker.getCircuitBreakerConfig().getClock()).as("also of one that was changed")
                .isInstanceOf(MonotonicClock.class);
    }

    @Test
    @Tag("P46")
    void a_peer_that_is_back_is_tried_before_the_next_election_and_soon_in_any_case() {
        assertThat(waitAt(Duration.ofMillis(250))).isEqualTo(125);
        assertThat(waitAt(Duration.ofMillis(500))).isEqualTo(250);
        assertThat(waitAt(Duration.ofMinutes(1))).isEqualTo(500);
    }

    private static long waitAt(Duration electionTimeout) {
        return PeerCircuits.defaults(electionTimeout).getWaitIntervalFunctionInOpenState().apply(1);
    }
}
