package io.paxos.spring.template;

import org.jspecify.annotations.Nullable;

/** A value cannot be turned into bytes, or bytes not into a value of the expected type. */
public final class ValueCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which value, and why; it does not repeat the value
     * @param cause what the codec stumbled over, which may; null if there is none
     */
    public ValueCodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
