package io.paxos.spring.template;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.error.OutcomeUnknownException;

/** Exceptions that say what happened, on which node, and what to do. */
final class Failures {

    private Failures() {
    }

    /** The call had certainly no effect. */
    static NotExecutedException notExecuted(NodeId self, String what, Reason reason, String detail) {
        return new NotExecutedException(reason, what + " was not executed on " + self + ": " + detail + ". " + advice(reason));
    }

    /** The call had an effect, or will have one, or not. */
    static OutcomeUnknownException unknown(NodeId self, String what, boolean hasKey, String detail) {
        return new OutcomeUnknownException(what + " was perhaps executed on " + self + ", or still will be: " + detail + ". "
                + (hasKey ? "Ask again with the same idempotency key, on any node: it is executed once."
                        : "Read what it would have changed before you ask again; with an idempotency key that would be safe."));
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case NO_LEADER -> "Ask again when a majority of the nodes runs and can talk.";
            case OVERLOADED -> "Ask again later, or ask for less at once.";
            case DEADLINE -> "Ask again, or with a longer timeout.";
            case VALUE_TOO_LARGE -> "Use a smaller value, or raise paxos.limits.value on every node.";
            case FENCED -> "Ask another node; the health of this one says what has to be done.";
            case NOT_STARTED ->
                "Ask again when this node has started and its cluster is founded; its health says whom it waits for.";
            case SHUTTING_DOWN -> "Ask another node.";
            case KEY_REUSED -> "Use a new key.";
        };
    }
}
