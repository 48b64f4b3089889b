package io.paxos.core.port;

import org.jspecify.annotations.Nullable;

/**
 * A store cannot be opened, or a write has failed or ended unknown. The node must not go on with this store: it may have
 * forgotten what it promised.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is the matter, with the place of the store
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
