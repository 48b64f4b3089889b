package io.paxos.spring.jpa;

import io.paxos.core.port.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A node may not start with this store: it belongs to somebody else, is damaged, is not durable, or cannot be reached. Nothing
 * was voted and no row was changed. An H2 file may have been brought up to its log, as at any opening.
 */
public class StoreRefusedException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param message what is the matter, with the place of the store
     * @param action what to do about it
     */
    public StoreRefusedException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What to do about it, in words. */
    public String action() {
        return action;
    }
}
