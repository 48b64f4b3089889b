package io.paxos.spring.codec;

/**
 * The bytes are not the encoding of any value that this node knows: damaged, hostile, or of a newer release. Nothing was
 * taken from them. A store that meets it must not vote, for what it cannot read is unknown, not absent (PITFALLS 18); a
 * receiver of messages drops the message.
 */
public final class UndecodableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was expected at which byte, and what is wrong; never content, which may be secret and may hold
     *     line breaks (PITFALLS 83)
     */
    public UndecodableException(String message) {
        super(message);
    }
}
