package io.paxos.core.session;

import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.RequestId;
import io.paxos.core.session.Answer.Cause;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows everything that ever happened, and says what an answer breaks of the promises to callers (rules C1 to C4). It
 * knows nothing of how a table works.
 */
final class ExecutionHistory {

    private final Set<Command> applied = new HashSet<>();
    private final Set<Command> executed = new HashSet<>();
    private final Set<Command> surelyNever = new HashSet<>();
    private final Map<RequestId, String> latestResults = new HashMap<>();
    private final Map<ClientId, Long> lowestOpen = new HashMap<>();

    /**
     * Takes note of an answer.
     *
     * @param horizon the horizon before it
     * @return what is wrong with it, or null
     */
    @Nullable String add(Command command, Answer<String> answer, long horizon, AnswerLimits limits) {
        boolean first = applied.add(command);
        String wrong = answer.dispatch(new Answer.Cases<String, @Nullable String>() {
            @Override
            public @Nullable String executed(String result) {
                latestResults.put(command.id(), result);
                executed.add(command);
                return first ? null : "a copy was executed";
            }

            @Override
            public @Nullable String repeated(String result) {
                return result.equals(latestResults.get(command.id())) ? null : "not the first answer";
            }

            @Override
            public @Nullable String notApplied(Cause cause) {
                if (cause.neverExecuted()) {
                    surelyNever.add(command);
                }
                return first && mustBeExecuted(command, cause, horizon, limits) ? "refused for nothing" : null;
            }
        });
        if (command.id() instanceof ClientSequence id) {
            lowestOpen.merge(id.client(), command.lowestOpen(), Math::max);
        }
        if (wrong == null && executed.contains(command) && surelyNever.contains(command)) {
            wrong = "said to be never executed";
        }
        return wrong;
    }

    /** Whether the first copy of a command had to be executed: it is young, its sequence open and within the window. */
    private boolean mustBeExecuted(Command command, Cause cause, long horizon, AnswerLimits limits) {
        if (command.bornAt() < horizon) {
            return false;
        }
        return command.id() instanceof ClientSequence id
                ? id.sequence() >= lowestOpen.getOrDefault(id.client(), 1L)
                        && id.sequence() < command.lowestOpen() + limits.openPerClient()
                : cause != Cause.KEY_REUSED;
    }
}
