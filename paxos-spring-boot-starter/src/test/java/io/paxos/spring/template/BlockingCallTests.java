package io.paxos.spring.template;

import static io.paxos.spring.template.ScriptedReplica.UNKNOWN;
import static io.paxos.spring.template.ScriptedReplica.WON;
import static io.paxos.spring.template.ScriptedReplica.refused;
import static io.paxos.spring.template.ScriptedTemplates.failureOf;
import static io.paxos.spring.template.ScriptedTemplates.get;
import static io.paxos.spring.template.ScriptedTemplates.requireRefused;
import static io.paxos.spring.template.ScriptedTemplates.requireUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.ConsensusException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.error.OutcomeUnknownException;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that wait: interrupted, at their deadline, and awake. */
class BlockingCallTests {

    private record Ended(@Nullable ConsensusException failure, boolean interrupted) {
    }

    private final ScriptedTemplates templates = new ScriptedTemplates();

    @AfterEach
    void close() {
        Thread.interrupted();
        templates.close();
    }

    /** Makes the call on a thread of its own, interrupts it when the gate opens, and gives what the call ended with. */
    private static Ended interrupted(CountDownLatch gate, Supplier<?> call) throws InterruptedException {
        FutureTask<Ended> task = new FutureTask<>(
                () -> new Ended(failureOf(call), Thread.currentThread().isInterrupted()));
        Thread caller = new Thread(task, "interrupted caller");
        caller.setDaemon(true);
        caller.start();
        assertThat(gate.await(TestCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        return get(task);
    }

    @Test
    void a_write_whose_thread_is_interrupted_during_an_attempt_is_unknown() throws Exception {
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica);

        Ended ended = interrupted(replica.waiting(), () -> template.decide("n", "v"));
        replica.endOne(WON);

        assertThat(ended.failure()).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("interrupted");
        assertThat(ended.interrupted()).isTrue();
    }

    @Test
    void a_sequence_whose_thread_is_interrupted_is_closed() throws Exception {
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica);
        interrupted(replica.waiting(), () -> template.decide("n", "v"));
        replica.endOne(WON);

        template.decideAsync("n", "v");

        assertThat(replica.commands().get(1).lowestOpen()).isEqualTo(2);
    }

    @Test
    void a_read_whose_thread_is_interrupted_has_had_no_effect() throws Exception {
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica);

        Ended ended = interrupted(replica.waiting(), () -> template.size("log"));

        requireRefused(Reason.DEADLINE, () -> {
            throw ended.failure();
        });
        assertThat(ended.interrupted()).isTrue();
    }

    @Test
    void a_thread_interrupted_before_asks_for_nothing() {
        ScriptedReplica replica = new ScriptedReplica(WON);
        ConsensusTemplate template = templates.of(replica);
        Thread.currentThread().interrupt();

        requireRefused(Reason.DEADLINE, () -> template.decide("n", "v"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(replica.commands()).isEmpty();
    }

    @Test
    void a_thread_interrupted_in_a_pause_knows_what_its_attempts_ended_with() throws Exception {
        for (Outcome first : new Outcome[] {refused(Reason.NO_LEADER), UNKNOWN}) {
            CountDownLatch pausing = new CountDownLatch(1);
            Retry slow = Retry.of("paxos",
                    RetryConfig.custom().maxAttempts(5).waitDuration(Duration.ofHours(1)).build());
            slow.getEventPublisher().onRetry(event -> pausing.countDown());
            ScriptedReplica replica = new ScriptedReplica(first, WON);
            ConsensusTemplate template = templates.of(replica, slow, TemplateOptions.DEFAULTS);

            Ended ended = interrupted(pausing,
                    () -> template.decide("n", "v", CallOptions.DEFAULTS.withTimeout(Duration.ofDays(1))));

            Supplier<Object> call = () -> {
                throw ended.failure();
            };
            if (first == UNKNOWN) {
                requireUnknown(call);
            } else {
                requireRefused(Reason.NO_LEADER, call);
            }
            assertThat(ended.interrupted()).isTrue();
            assertThat(replica.commands()).hasSize(1);
        }
    }

    @Test
    void a_protocol_that_hangs_does_not_hold_its_callers() {
        CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(1));
        ConsensusTemplate template = templates.of(new ScriptedReplica());

        requireUnknown(() -> template.decide("n", "v", soon));
        requireRefused(Reason.DEADLINE, () -> template.size("log", soon));
    }

    @Test
    void deadlines_of_any_length_are_deadlines() {
        try (TestCluster cluster = TestCluster.single("deadlines")) {
            ConsensusTemplate template = cluster.template();
            assertThat(template.decide("n", "v", CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(Long.MAX_VALUE))).won())
                    .isTrue();
            for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE)}) {
                assertThat(failureOf(() -> template.decide("n", "v", CallOptions.DEFAULTS.withTimeout(none))))
                        .hasMessageContaining("deadline").hasMessageContaining("was not executed on deadlines1");
            }
        }
    }
}
