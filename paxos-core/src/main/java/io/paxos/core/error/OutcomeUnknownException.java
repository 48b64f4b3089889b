package io.paxos.core.error;

/**
 * The operation was perhaps executed, or still will be: its command had left this node when the answer became
 * impossible to wait for. Repeated with the <em>same</em> request id it is safe, and gives the one answer; repeated
 * with a new id it may be executed twice.
 */
public final class OutcomeUnknownException extends ConsensusException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, on which node, and what to do
     */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
