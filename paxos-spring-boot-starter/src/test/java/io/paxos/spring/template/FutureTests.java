package io.paxos.spring.template;

import static io.paxos.spring.template.ScriptedReplica.WON;
import static io.paxos.spring.template.ScriptedReplica.refused;
import static io.paxos.spring.template.ScriptedTemplates.get;
import static io.paxos.spring.template.ScriptedTemplates.requireRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.NotExecutedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Futures: on which threads they complete, and how many there may be. */
class FutureTests {

    private final ScriptedTemplates templates = new ScriptedTemplates();

    @AfterEach
    void close() {
        templates.close();
    }

    @Test
    void futures_complete_on_a_few_threads_of_their_own() {
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica);
        List<CompletableFuture<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add(template.decideAsync("n", "v").thenApply(decision -> Thread.currentThread()));
        }
        CompletableFuture<String> node = template.decideAsync("n", "v").thenApply(decision -> MDC.get("paxos.node"));
        for (int i = 0; i <= 100; i++) {
            replica.endOne(WON);
        }

        assertThat(threads.stream().map(ScriptedTemplates::get).distinct().toList()).hasSizeBetween(1, CallbackThreads.COUNT)
                .allMatch(thread -> thread.getName().matches("paxos-scripted-callback-\\d+") && thread.isDaemon())
                .allMatch(thread -> thread.getContextClassLoader() == Thread.currentThread().getContextClassLoader());
        assertThat(get(node)).isEqualTo("scripted");
    }

    @Test
    void whoever_ends_a_call_is_not_held_up_by_what_hangs_on_its_future() {
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica);
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> held = new ArrayList<>();
        for (int i = 0; i < 2 * CallbackThreads.COUNT; i++) {
            held.add(template.decideAsync("n", "v").thenApply(decision -> {
                try {
                    return gate.await(TestCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    return false;
                }
            }));
            replica.endOne(WON);
        }
        assertThat(held).noneMatch(CompletableFuture::isDone);
        gate.countDown();

        assertThat(held).allMatch(ScriptedTemplates::get);
    }

    @Test
    void a_blocking_call_on_a_callback_does_not_wait_for_itself() {
        try (TestCluster cluster = TestCluster.single("nested")) {
            ConsensusTemplate template = cluster.template();
            List<CompletableFuture<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 4 * CallbackThreads.COUNT; i++) {
                calls.add(template.appendAsync("log", "outer").thenApply(outer -> template.append("log", "inner").index()));
            }

            assertThat(calls.stream().map(ScriptedTemplates::get).distinct()).hasSize(4 * CallbackThreads.COUNT);
            assertThat(template.size("log")).isEqualTo(8L * CallbackThreads.COUNT);
        }
    }

    @Test
    @Tag("P70")
    void futures_that_have_not_ended_are_bounded_in_number_and_in_bytes() {
        Retry retry = Retry.of("paxos", ScriptedTemplates.QUICK);
        ScriptedReplica few = new ScriptedReplica();
        ConsensusTemplate template = templates.of(few, retry, new TemplateOptions(Duration.ofSeconds(5), 1_000, 2, 10_000));
        CompletableFuture<Decision<String>> first = template.decideAsync("n", "v");
        template.decideAsync("n", "v");
        requireRefused(Reason.OVERLOADED, () -> template.decideAsync("n", "v").join());
        requireRefused(Reason.OVERLOADED, () -> template.sizeAsync("log").join());
        few.endOne(WON);
        assertThat(get(first).won()).isTrue();
        template.decideAsync("n", "v");
        assertThat(few.commands()).hasSize(3);

        ScriptedReplica small = new ScriptedReplica();
        ConsensusTemplate bytes = templates.of(small, retry, new TemplateOptions(Duration.ofSeconds(5), 1_000, 100, 2_000));
        bytes.putAsync("k", new byte[900]);
        bytes.putAsync("k", new byte[900]);
        requireRefused(Reason.OVERLOADED, () -> bytes.putAsync("k", new byte[900]).join());
        assertThat(small.commands()).hasSize(2);
    }

    @Test
    void cancelling_a_future_changes_nothing_else() {
        Retry retry = Retry.of("paxos", ScriptedTemplates.QUICK);
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica, retry, new TemplateOptions(Duration.ofSeconds(5), 100, 1, 1_000));
        CompletableFuture<Decision<String>> cancelled = template.decideAsync("n", "v");
        cancelled.cancel(true);
        requireRefused(Reason.OVERLOADED, () -> template.decideAsync("n", "v").join());

        replica.endOne(refused(Reason.NO_LEADER));
        await().atMost(TestCluster.PATIENCE).until(() -> replica.commands().size() == 2);
        replica.endOne(WON);

        assertThat(replica.commands().stream().distinct()).hasSize(1);
        await().atMost(TestCluster.PATIENCE)
                .until(() -> !template.decideAsync("n", "v").isCompletedExceptionally());
        assertThat(replica.commands().get(2).lowestOpen()).isGreaterThan(1);
    }

    @Test
    void futures_complete_after_the_template_was_closed_too() {
        Retry retry = Retry.of("paxos", RetryConfig.custom().maxAttempts(5).waitDuration(Duration.ofMillis(50)).build());
        ScriptedReplica replica = new ScriptedReplica();
        ConsensusTemplate template = templates.of(replica, retry, TemplateOptions.DEFAULTS);
        CompletableFuture<Decision<String>> future = template.decideAsync("n", "v");
        CompletableFuture<Decision<String>> pausing = template.decideAsync("n", "v");
        template.close();
        replica.endOne(WON);
        replica.endOne(refused(Reason.NO_LEADER));

        assertThat(get(future).won()).isTrue();
        await().atMost(TestCluster.PATIENCE).until(() -> replica.commands().size() == 3);
        replica.endOne(refused(Reason.SHUTTING_DOWN));
        requireRefused(Reason.SHUTTING_DOWN, pausing::join);
    }

    @Test
    void a_policy_that_throws_ends_its_call() {
        Retry broken = Retry.of("paxos", RetryConfig.custom().maxAttempts(5).intervalFunction(attempt -> {
            throw new IllegalStateException("broken");
        }).build());
        ScriptedReplica replica = new ScriptedReplica(refused(Reason.NO_LEADER));
        ConsensusTemplate template = templates.of(replica, broken, TemplateOptions.DEFAULTS);

        assertThat(template.decideAsync("n", "v").handle((decision, failure) -> failure).join())
                .isInstanceOf(IllegalStateException.class);
    }
}
