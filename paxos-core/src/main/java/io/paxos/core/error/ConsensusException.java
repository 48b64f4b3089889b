package io.paxos.core.error;

/**
 * An operation on the replicated state did not end with an answer. Which branch it is says what the caller may do: see
 * {@link NotExecutedException} and {@link OutcomeUnknownException}.
 */
public abstract sealed class ConsensusException extends RuntimeException
        permits NotExecutedException, OutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    ConsensusException(String message) {
        super(message);
    }
}
