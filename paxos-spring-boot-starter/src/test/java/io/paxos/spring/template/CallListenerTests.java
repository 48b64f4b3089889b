package io.paxos.spring.template;

import static io.paxos.spring.template.ScriptedReplica.UNKNOWN;
import static io.paxos.spring.template.ScriptedReplica.WON;
import static io.paxos.spring.template.ScriptedReplica.refused;
import static io.paxos.spring.template.ScriptedTemplates.failureOf;
import static io.paxos.spring.template.ScriptedTemplates.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Decided;
import io.paxos.core.replica.Outcome;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.template.CallListener.End;
import io.paxos.spring.template.CallListener.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is told of the end of calls, in both forms. */
class CallListenerTests {

    private record Told(Operation operation, End end) {
    }

    private final ScriptedTemplates templates = new ScriptedTemplates();
    private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> times = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        templates.close();
    }

    private ConsensusTemplate template(TemplateOptions options, ScriptedReplica replica) {
        return templates.of(replica, Retry.of("paxos", ScriptedTemplates.QUICK), options, (operation, end, took) -> {
            told.add(new Told(operation, end));
            times.add(took);
        });
    }

    private ConsensusTemplate template(Outcome... script) {
        return template(TemplateOptions.DEFAULTS, new ScriptedReplica(script));
    }

    private void mustBeTold(Operation operation, End... ends) {
        assertThat(told).containsExactly(List.of(ends).stream().map(end -> new Told(operation, end)).toArray(Told[]::new));
        told.clear();
    }

    @Test
    void a_call_is_told_once_however_many_attempts_it_took() {
        Outcome[] script = {refused(Reason.NO_LEADER), UNKNOWN, refused(Reason.OVERLOADED), WON};
        template(script).decide("n", "v");
        template(script).decideAsync("n", "v").join();

        mustBeTold(Operation.DECIDE, End.DONE, End.DONE);
    }

    @Test
    void what_is_certainly_not_executed_is_told_as_such() {
        failureOf(() -> template(refused(Reason.FENCED)).decide("n", "v"));
        failureOf(() -> template(refused(Reason.FENCED)).decideAsync("n", "v").join());

        mustBeTold(Operation.DECIDE, End.NOT_EXECUTED, End.NOT_EXECUTED);
    }

    @Test
    void what_is_unknown_is_told_as_such() {
        failureOf(() -> template(UNKNOWN, refused(Reason.FENCED)).decide("n", "v"));
        failureOf(() -> template(UNKNOWN, refused(Reason.FENCED)).decideAsync("n", "v").join());
        mustBeTold(Operation.DECIDE, End.UNKNOWN, End.UNKNOWN);

        failureOf(() -> template(UNKNOWN, refused(Reason.FENCED)).size("log"));
        mustBeTold(Operation.SIZE, End.NOT_EXECUTED);
    }

    @Test
    void a_caller_that_was_interrupted_knows_no_more_than_it_is_told() {
        Thread.currentThread().interrupt();
        failureOf(() -> template(WON).decide("n", "v"));

        assertThat(Thread.interrupted()).isTrue();
        mustBeTold(Operation.DECIDE, End.NOT_EXECUTED);
    }

    @Test
    void a_value_that_is_too_large_is_told_and_a_wrong_argument_is_not() {
        ConsensusTemplate template = template(new TemplateOptions(Duration.ofSeconds(5), 3, 10, 100), new ScriptedReplica());
        failureOf(() -> template.append("log", "too large"));
        failureOf(() -> template.appendAsync("log", "too large").join());
        mustBeTold(Operation.APPEND, End.NOT_EXECUTED, End.NOT_EXECUTED);

        assertThatThrownBy(() -> template.append("no name", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(template.appendAsync("no name", 1)).isCompletedExceptionally();
        assertThatThrownBy(() -> template.read("log", 0, 1_001, String.class)).isInstanceOf(IllegalArgumentException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void a_future_that_finds_no_room_is_told() {
        ConsensusTemplate template = template(new TemplateOptions(Duration.ofSeconds(5), 100, 1, 1_000), new ScriptedReplica());
        CompletableFuture<Decision<String>> first = template.decideAsync("n", "v");
        failureOf(() -> template.sizeAsync("log").join());

        mustBeTold(Operation.SIZE, End.NOT_EXECUTED);
        assertThat(first).isNotDone();
    }

    @Test
    void what_the_codec_or_the_policy_throws_is_a_failure() {
        Outcome other = new Outcome.Done(new Decided("n", Bytes.utf8("{"), 7, false));
        assertThatThrownBy(() -> template(other).decide("n", 1)).isInstanceOf(ValueCodecException.class);
        assertThat(template(other).decideAsync("n", 1).handle((decision, failure) -> failure).join())
                .isInstanceOf(ValueCodecException.class);
        mustBeTold(Operation.DECIDE, End.FAILED, End.FAILED);

        assertThatThrownBy(() -> template().put("k", Optional.empty())).isInstanceOf(ValueCodecException.class);
        assertThat(template().putAsync("k", Optional.empty())).isCompletedExceptionally();
        mustBeTold(Operation.PUT, End.FAILED, End.FAILED);

        Retry broken = Retry.of("paxos", RetryConfig.custom().maxAttempts(5).intervalFunction(attempt -> {
            throw new IllegalArgumentException("broken");
        }).build());
        ConsensusTemplate template = templates.of(new ScriptedReplica(refused(Reason.NO_LEADER), refused(Reason.NO_LEADER)),
                broken, TemplateOptions.DEFAULTS, (operation, end, took) -> told.add(new Told(operation, end)));
        assertThatThrownBy(() -> template.decide("n", "v")).isInstanceOf(IllegalArgumentException.class);
        assertThat(template.decideAsync("n", "v").handle((decision, failure) -> failure).join())
                .isInstanceOf(IllegalArgumentException.class);
        mustBeTold(Operation.DECIDE, End.FAILED, End.FAILED);
    }

    @Test
    void the_time_is_that_of_the_whole_call() {
        Duration pause = Duration.ofMillis(60);
        Retry slow = Retry.of("paxos", RetryConfig.custom().maxAttempts(5).waitDuration(pause).build());
        ConsensusTemplate template = templates.of(new ScriptedReplica(refused(Reason.NO_LEADER), WON, refused(Reason.NO_LEADER),
                WON), slow, TemplateOptions.DEFAULTS, (operation, end, took) -> times.add(took));
        template.decide("n", "v");
        template.decideAsync("n", "v").join();

        assertThat(times).hasSize(2).allSatisfy(took -> assertThat(took).isBetween(pause, TestCluster.PATIENCE));
    }

    @Test
    void a_future_is_told_before_it_completes() {
        ScriptedReplica replica = new ScriptedReplica();
        CompletableFuture<List<Told>> seen = template(TemplateOptions.DEFAULTS, replica).decideAsync("n", "v")
                .thenApply(decision -> List.copyOf(told));
        assertThat(told).isEmpty();
        replica.endOne(WON);

        assertThat(get(seen)).containsExactly(new Told(Operation.DECIDE, End.DONE));
    }

    @Test
    void a_listener_that_throws_changes_nothing_for_the_caller_or_the_others() {
        CallListener broken = (operation, end, took) -> {
            throw new AssertionError("a listener's own bug");
        };
        ConsensusTemplate template = templates.of(new ScriptedReplica(WON, WON, refused(Reason.FENCED)),
                Retry.of("paxos", ScriptedTemplates.QUICK), TemplateOptions.DEFAULTS, broken,
                (operation, end, took) -> told.add(new Told(operation, end)));

        assertThat(template.decide("n", "v").won()).isTrue();
        assertThat(get(template.decideAsync("n", "v")).won()).isTrue();
        ScriptedTemplates.requireRefused(Reason.FENCED, () -> template.decide("n", "v"));
        mustBeTold(Operation.DECIDE, End.DONE, End.DONE, End.NOT_EXECUTED);
    }

    @Test
    void each_operation_is_told_by_its_name() {
        try (TestCluster cluster = TestCluster.single("told")) {
            TestCluster.Node node = cluster.nodes().get(0);
            try (ConsensusTemplate template = new ConsensusTemplate(node.id(), node.driver(),
                    new JsonValueCodec(new JsonMapper()), TemplateOptions.DEFAULTS,
                    Retry.of("paxos", ConsensusRetry.defaults()),
                    new CallGate(), List.of((operation, end, took) -> told.add(new Told(operation, end))))) {
                Map<Operation, List<Runnable>> calls = Map.of(
                        Operation.DECIDE, List.of(() -> template.decide("n", 1), () -> template.decideAsync("n", 1).join()),
                        Operation.APPEND, List.of(() -> template.append("l", 1), () -> template.appendAsync("l", 1).join()),
                        Operation.PUT, List.of(() -> template.put("k", 1), () -> template.putAsync("k", 1).join()),
                        Operation.COMPARE_AND_SET, List.of(() -> template.compareAndSet("c", null, 1),
                                () -> template.compareAndSetAsync("c", null, 1).join()),
                        Operation.DECISION, List.of(() -> template.decision("n", Integer.class),
                                () -> template.decisionAsync("n", Integer.class).join()),
                        Operation.DECISIONS, List.of(() -> template.decisions(List.of("n"), Integer.class),
                                () -> template.decisionsAsync(List.of("n"), Integer.class).join()),
                        Operation.READ, List.of(() -> template.read("l", 0, 1, Integer.class),
                                () -> template.readAsync("l", 0, 1, Integer.class).join()),
                        Operation.SIZE, List.of(() -> template.size("l"), () -> template.sizeAsync("l").join()),
                        Operation.GET, List.of(() -> template.get("k", Integer.class),
                                () -> template.getAsync("k", Integer.class).join()));
                assertThat(calls).containsOnlyKeys(Operation.values());
                calls.forEach((operation, forms) -> {
                    forms.forEach(Runnable::run);
                    mustBeTold(operation, End.DONE, End.DONE);
                });
            }
        }
    }
}
