package io.paxos.core.message;

import io.paxos.core.membership.StorageId;
import java.util.List;

/**
 * Asks a peer who it is, until this node is founded (rule F2).
 *
 * @param nonce random at each start of the asking process, and changed when all must be asked again: an answer to another
 *     nonce is of another time
 * @param lost stores of the asker's founders that have been replaced by others, as far as it knows (F6)
 */
public record Identify(long nonce, List<StorageId> lost) implements Message {

    /** Copies the list. */
    public Identify {
        lost = List.copyOf(lost);
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onIdentify(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }

    @Override
    public boolean needsFounders() {
        return false;
    }
}
