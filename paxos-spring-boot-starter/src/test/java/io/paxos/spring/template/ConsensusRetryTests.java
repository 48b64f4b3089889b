package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.error.OutcomeUnknownException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConsensusRetryTests {

    private final RetryConfig defaults = ConsensusRetry.defaults();

    @Test
    void pauses_grow_to_a_cap_and_differ_even_there() {
        Map<Integer, long[]> bounds = Map.of(1, new long[] {5, 15}, 2, new long[] {10, 30}, 5, new long[] {80, 240},
                7, new long[] {166, 500}, 100, new long[] {166, 500}, Integer.MAX_VALUE, new long[] {166, 500});
        bounds.forEach((attempt, bound) -> {
            LongStream pauses = IntStream.range(0, 1_000).mapToLong(i -> defaults.getIntervalBiFunction()
                    .apply(attempt, Either.left(new OutcomeUnknownException("?"))));
            assertThat(pauses.boxed().distinct().toList()).as("attempt %d", attempt).hasSizeGreaterThan(3)
                    .allMatch(pause -> pause >= bound[0] && pause <= bound[1]);
        });
    }

    @Test
    void attempts_end_with_the_deadline_only() {
        assertThat(defaults.getMaxAttempts()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void what_may_pass_is_attempted_again() {
        assertThat(defaults.getExceptionPredicate()).accepts(new OutcomeUnknownException("?"),
                new NotExecutedException(Reason.NO_LEADER, ""), new NotExecutedException(Reason.OVERLOADED, ""),
                new NotExecutedException(Reason.NOT_STARTED, ""));
        assertThat(defaults.getExceptionPredicate()).rejects(new NotExecutedException(Reason.DEADLINE, ""),
                new NotExecutedException(Reason.VALUE_TOO_LARGE, ""), new NotExecutedException(Reason.FENCED, ""),
                new NotExecutedException(Reason.SHUTTING_DOWN, ""), new NotExecutedException(Reason.KEY_REUSED, ""),
                new IllegalStateException());
    }
}
