package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTests {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void every_caller_works_and_every_operation_counts() throws InterruptedException {
        AtomicInteger[] done = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        LoadResult result = Load.run(3, SHORT, caller -> () -> {
            done[caller].incrementAndGet();
            return null;
        });
        assertThat(done).allSatisfy(count -> assertThat(count).hasPositiveValue());
        assertThat(result.operations()).isEqualTo(done[0].get() + done[1].get() + done[2].get());
        assertThat(result.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(result.isGood()).isTrue();
    }

    @Test
    void errors_and_exceptions_count_by_kind_and_not_as_operations() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        LoadResult result = Load.run(1, SHORT, caller -> () -> {
            switch (calls.getAndIncrement()) {
                case 1, 2:
                    return "refused";
                case 3:
                    throw new IOException("no words of it");
                default:
                    return null;
            }
        });
        assertThat(result.errors()).isEqualTo(Map.of("refused", 2L, "IOException", 1L));
        assertThat(result.operations()).isEqualTo(calls.get() - 3);
        assertThat(result.isGood()).isFalse();
    }
}
