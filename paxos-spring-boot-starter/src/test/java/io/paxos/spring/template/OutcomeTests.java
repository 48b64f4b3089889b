package io.paxos.spring.template;

import static io.paxos.spring.template.ScriptedReplica.UNKNOWN;
import static io.paxos.spring.template.ScriptedReplica.WON;
import static io.paxos.spring.template.ScriptedReplica.refused;
import static io.paxos.spring.template.ScriptedTemplates.failureOf;
import static io.paxos.spring.template.ScriptedTemplates.requireRefused;
import static io.paxos.spring.template.ScriptedTemplates.requireUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationDigest;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a call ends with, given what its attempts end with (DESIGN C4), in both forms. */
class OutcomeTests {

    private final ScriptedTemplates templates = new ScriptedTemplates();

    @AfterEach
    void close() {
        templates.close();
    }

    private Supplier<Object> blocking(ScriptedReplica replica) {
        ConsensusTemplate template = templates.of(replica);
        return () -> template.decide("n", "v");
    }

    private Supplier<Object> future(ScriptedReplica replica) {
        ConsensusTemplate template = templates.of(replica);
        return () -> template.decideAsync("n", "v").join();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_LEADER", "OVERLOADED", "NOT_STARTED"})
    void what_may_pass_is_attempted_again_with_the_very_same_command(Reason reason) {
        Outcome[] script = {refused(reason), refused(reason), UNKNOWN, refused(reason), WON};
        ScriptedReplica blocking = new ScriptedReplica(script);
        ScriptedReplica future = new ScriptedReplica(script);

        assertThat(blocking(blocking).get()).isEqualTo(new Decision<>("n", "v", 7, true));
        assertThat(future(future).get()).isEqualTo(new Decision<>("n", "v", 7, true));

        for (ScriptedReplica replica : List.of(blocking, future)) {
            assertThat(replica.commands()).hasSize(5);
            assertThat(replica.commands().stream().distinct()).hasSize(1);
            assertThat(replica.timeouts()).isSortedAccordingTo((a, b) -> b.compareTo(a))
                    .allMatch(timeout -> timeout.compareTo(TemplateOptions.DEFAULTS.requestTimeout()) <= 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_LEADER", "OVERLOADED", "NOT_STARTED"}, mode = Mode.EXCLUDE)
    void what_does_not_pass_ends_the_call_at_once(Reason reason) {
        ScriptedReplica blocking = new ScriptedReplica(refused(reason), WON);
        ScriptedReplica future = new ScriptedReplica(refused(reason), WON);

        requireRefused(reason, blocking(blocking));
        requireRefused(reason, future(future));

        assertThat(blocking.commands()).hasSize(1);
        assertThat(future.commands()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_LEADER", "OVERLOADED", "NOT_STARTED"}, mode = Mode.EXCLUDE)
    void after_an_unknown_end_no_refusal_makes_the_call_certain(Reason reason) {
        requireUnknown(blocking(new ScriptedReplica(UNKNOWN, refused(reason))));
        requireUnknown(future(new ScriptedReplica(UNKNOWN, refused(Reason.NO_LEADER), refused(reason))));
    }

    @Test
    void an_unknown_end_says_why_and_how_to_ask_again() {
        CallOptions keyed = CallOptions.DEFAULTS.withIdempotencyKey("k");
        ConsensusTemplate without = templates.of(new ScriptedReplica(UNKNOWN, refused(Reason.FENCED)));
        ConsensusTemplate with = templates.of(new ScriptedReplica(UNKNOWN, refused(Reason.KEY_REUSED)));

        assertThat(failureOf(() -> without.decide("n", "v"))).hasMessageContaining("decide n").hasMessageContaining("FENCED")
                .hasMessageContaining("as the script says").hasMessageContaining("before you ask again");
        assertThat(failureOf(() -> with.decide("n", "v", keyed))).hasMessageContaining("KEY_REUSED")
                .hasMessageContaining("same idempotency key");
    }

    @Test
    void a_call_before_the_start_fails_at_once() {
        ScriptedReplica replica = new ScriptedReplica(refused(Reason.NOT_STARTED), refused(Reason.NOT_STARTED));
        replica.running = false;
        ConsensusTemplate template = templates.of(replica);

        requireRefused(Reason.NOT_STARTED, () -> template.decide("n", "v"));
        requireRefused(Reason.NOT_STARTED, () -> template.size("log"));
        assertThat(replica.commands()).hasSize(1);
        assertThat(replica.queries()).hasSize(1);
    }

    @Test
    void a_pause_that_would_pass_the_deadline_is_not_begun() {
        Retry slow = Retry.of("paxos", RetryConfig.custom().maxAttempts(100).waitDuration(Duration.ofHours(1)).build());
        ScriptedReplica certain = new ScriptedReplica(refused(Reason.NO_LEADER), WON);
        ScriptedReplica unknown = new ScriptedReplica(UNKNOWN, WON);

        requireRefused(Reason.NO_LEADER, () -> templates.of(certain, slow, TemplateOptions.DEFAULTS).decide("n", "v"));
        requireUnknown(() -> templates.of(unknown, slow, TemplateOptions.DEFAULTS).decideAsync("n", "v").join());
        assertThat(certain.commands()).hasSize(1);
        assertThat(unknown.commands()).hasSize(1);
    }

    @Test
    void an_applications_own_policy_is_obeyed_but_cannot_have_more_attempted() {
        Retry twice = Retry.of("paxos", RetryConfig.custom().maxAttempts(2).waitDuration(Duration.ofMillis(1)).build());
        ScriptedReplica replica = new ScriptedReplica(refused(Reason.NO_LEADER), refused(Reason.OVERLOADED), WON);
        ScriptedReplica picky = new ScriptedReplica(UNKNOWN, WON);
        Retry ignoring = Retry.of("paxos", RetryConfig.custom().retryExceptions(NotExecutedException.class).build());

        requireRefused(Reason.OVERLOADED, () -> templates.of(replica, twice, TemplateOptions.DEFAULTS).decide("n", "v"));
        requireUnknown(() -> templates.of(picky, ignoring, TemplateOptions.DEFAULTS).decide("n", "v"));
        assertThat(replica.commands()).hasSize(2);
        assertThat(picky.commands()).hasSize(1);
        assertThat(twice.getMetrics().getNumberOfFailedCallsWithRetryAttempt()).isEqualTo(1);
    }

    @Test
    void a_command_carries_what_the_call_says() {
        ScriptedReplica replica = new ScriptedReplica(WON, WON, WON);
        ConsensusTemplate template = templates.of(replica);
        template.decide("n", "v");
        replica.chosenUpTo = 50;
        template.decide("n", "v");
        template.decide("n", "v", CallOptions.DEFAULTS.withIdempotencyKey("k").withTimeout(Duration.ofMinutes(1)));

        Decide decide = new Decide("n", Bytes.utf8("v"));
        Bytes body = OperationCodec.encode(decide);
        ClientSequence first = (ClientSequence) replica.commands().get(0).id();
        assertThat(replica.commands()).containsExactly(new Command(new ClientSequence(first.client(), 1), 1, 42, body),
                new Command(new ClientSequence(first.client(), 2), 2, 50, body),
                new Command(new IdempotencyKey("k", OperationDigest.digest(decide)), 0, 50, body));
        assertThat(replica.timeouts().get(2)).isBetween(Duration.ofSeconds(6), Duration.ofMinutes(1));
    }

    @Test
    void a_sequence_is_closed_however_its_call_ends() {
        ScriptedReplica replica = new ScriptedReplica(refused(Reason.FENCED), UNKNOWN, refused(Reason.FENCED),
                refused(Reason.FENCED), WON, WON);
        ConsensusTemplate template = templates.of(replica);
        failureOf(() -> template.decide("n", "v"));
        failureOf(() -> template.decide("n", "v"));
        failureOf(() -> template.decideAsync("n", "v").join());
        template.decideAsync("n", "v").join();
        template.decide("n", "v");

        Command last = replica.commands().get(5);
        assertThat(last.lowestOpen()).isEqualTo(5);
        assertThat(((ClientSequence) last.id()).sequence()).isEqualTo(5);
    }

    @Test
    void nothing_is_asked_for_when_the_value_is_too_large_or_has_no_bytes() {
        ScriptedReplica replica = new ScriptedReplica();
        TemplateOptions small = new TemplateOptions(Duration.ofSeconds(5), 1, 10, 100);
        ConsensusTemplate template = templates.of(replica, Retry.of("paxos", ScriptedTemplates.QUICK), small);

        requireRefused(Reason.VALUE_TOO_LARGE, () -> template.decide("n", "vv"));
        requireRefused(Reason.VALUE_TOO_LARGE, () -> template.compareAndSet("n", "vv", "v"));
        requireRefused(Reason.VALUE_TOO_LARGE, () -> template.decideAsync("n", "vv").join());
        assertThat(template.appendAsync("n", Optional.empty())).isCompletedExceptionally();
        assertThat(replica.commands()).isEmpty();
    }

    @Test
    @Tag("CONS-6")
    void a_decision_that_this_node_knows_needs_no_quorum() {
        Outcome known = new Outcome.ReadDone(new DecisionResult("n", Bytes.utf8("v"), 7));
        Outcome open = new Outcome.ReadDone(new DecisionResult("n", null, 0));
        ScriptedReplica replica = new ScriptedReplica(known, open, known, open, refused(Reason.NO_LEADER), open, open, open);
        ConsensusTemplate template = templates.of(replica);

        assertThat(template.decision("n", String.class)).isPresent();
        assertThat(replica.local()).containsExactly(true);
        assertThat(template.decisionAsync("n", String.class).join()).isPresent();
        assertThat(replica.local()).containsExactly(true, true, false);
        assertThat(template.decision("n", String.class)).isEmpty();
        assertThat(replica.local()).containsExactly(true, true, false, true, false, true, false);
        assertThat(template.decision("n", String.class, CallOptions.DEFAULTS.withConsistency(Consistency.LOCAL))).isEmpty();
        assertThat(replica.local()).hasSize(8).endsWith(true);
    }

    @Test
    void a_read_is_attempted_again_and_never_ends_unknown() {
        ScriptedReplica replica = new ScriptedReplica(refused(Reason.NO_LEADER), refused(Reason.OVERLOADED),
                new Outcome.ReadDone(new LogLength("log", 3)));
        ScriptedReplica lost = new ScriptedReplica(refused(Reason.NO_LEADER), UNKNOWN);

        assertThat(templates.of(replica).size("log")).isEqualTo(3);
        assertThat(replica.local()).containsExactly(false, false, false);
        requireRefused(Reason.DEADLINE, () -> templates.of(lost).sizeAsync("log").join());
    }
}
