package io.paxos.core.error;

/**
 * This attempt was certainly not executed and never will be: it did not leave this node, or the replicated state refused it.
 * The caller may try again, with any request id, when the {@linkplain #reason() reason} is gone. It says nothing of earlier
 * attempts under the same request id: if one of them ended unknown, the request stays unknown.
 */
public final class NotExecutedException extends ConsensusException {

    private static final long serialVersionUID = 1L;

    /** Why the operation was refused, and what helps. */
    public enum Reason {
        /** No leader is known, or the leader has not finished its phase 1. Passes with the next election; try again. */
        NO_LEADER,
        /** A bounded queue is full. Try again with back-off, or send less. */
        OVERLOADED,
        /** The deadline came while the call still waited on this node. Try again with a longer one, or with back-off. */
        DEADLINE,
        /** The value is larger than the limit. Trying again does not help. */
        VALUE_TOO_LARGE,
        /** The node is not sure of its own state and takes no part any more. Ask another node; look at its health. */
        FENCED,
        /** The node has not started, or its cluster is not founded yet. */
        NOT_STARTED,
        /** The node is shutting down. Ask another node. */
        SHUTTING_DOWN,
        /** The idempotency key was used before for another operation, name or value. Use a new key. */
        KEY_REUSED
    }

    private final Reason reason;

    /**
     * @param message what happened, on which node, and what to do
     */
    public NotExecutedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }
}
