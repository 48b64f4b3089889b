package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.ConsensusException;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.error.OutcomeUnknownException;
import io.paxos.spring.lifecycle.CallGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Templates over scripted nodes, with pauses of a millisecond. Closed with the test. */
final class ScriptedTemplates implements AutoCloseable {

    static final NodeId SELF = NodeId.of("scripted");

    /** Pauses of a millisecond, attempts without end; only the library's own rule says what is attempted again. */
    static final RetryConfig QUICK = RetryConfig.custom().maxAttempts(Integer.MAX_VALUE)
            .waitDuration(Duration.ofMillis(1)).build();

    private final List<ConsensusTemplate> templates = new ArrayList<>();

    ConsensusTemplate of(ScriptedReplica replica) {
        return of(replica, Retry.of("paxos", QUICK), TemplateOptions.DEFAULTS);
    }

    ConsensusTemplate of(ScriptedReplica replica, Retry retry, TemplateOptions options, CallListener... listeners) {
        ConsensusTemplate template = new ConsensusTemplate(SELF, replica, new JsonValueCodec(new JsonMapper()), options, retry,
                new CallGate(), List.of(listeners));
        templates.add(template);
        return template;
    }

    /** What a call throws, whichever way it was made; null if it throws nothing. */
    static @Nullable ConsensusException failureOf(Supplier<?> call) {
        try {
            call.get();
            return null;
        } catch (ConsensusException e) {
            return e;
        } catch (CompletionException e) {
            return (ConsensusException) e.getCause();
        }
    }

    /** Requires that a call is certainly not executed, for that reason. */
    static void requireRefused(Reason reason, Supplier<?> call) {
        assertThat(failureOf(call)).isInstanceOfSatisfying(NotExecutedException.class,
                refused -> assertThat(refused.reason()).isEqualTo(reason)).hasMessageContaining("on scripted");
    }

    /** Requires that a call ends unknown. */
    static void requireUnknown(Supplier<?> call) {
        assertThat(failureOf(call)).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("on scripted");
    }

    /** Waits for a future that should end soon. */
    static <T> T get(Future<T> future) {
        try {
            return future.get(TestCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the future did not end well", e);
        }
    }

    @Override
    public void close() {
        templates.forEach(ConsensusTemplate::close);
    }
}
