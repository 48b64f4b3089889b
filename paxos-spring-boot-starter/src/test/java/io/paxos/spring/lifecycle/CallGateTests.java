package io.paxos.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P78")
class CallGateTests {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CallGate gate = new CallGate();

    @Test
    void once_it_is_shut_nobody_enters_until_it_is_opened() {
        assertThat(gate.enter()).isTrue();
        gate.shut();
        assertThat(gate.enter()).isFalse();
        assertThat(gate.inside()).isEqualTo(1);

        gate.open();
        assertThat(gate.enter()).isTrue();
        assertThat(gate.inside()).isEqualTo(2);
    }

    @Test
    void it_is_empty_when_all_have_left() throws InterruptedException, ExecutionException, TimeoutException {
        gate.awaitEmpty(LONG);
        gate.enter();
        gate.enter();
        gate.shut();
        CompletableFuture<Void> empty = CompletableFuture.runAsync(this::awaitEmpty);
        gate.leave();
        assertThat(empty).isNotDone();
        gate.leave();
        empty.get(30, TimeUnit.SECONDS);
    }

    @Test
    void waiting_has_a_bound() throws InterruptedException {
        gate.enter();
        gate.awaitEmpty(Duration.ofMillis(20));
        assertThat(gate.inside()).isEqualTo(1);
    }

    private void awaitEmpty() {
        try {
            gate.awaitEmpty(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
