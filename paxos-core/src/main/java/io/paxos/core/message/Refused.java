package io.paxos.core.message;

import io.paxos.core.log.RequestId;
import java.util.List;

/**
 * The receiver of a {@link Submit} did not propose these commands now. As the network may have doubled the submission,
 * this does not say that they are never executed; it only saves the waiting.
 *
 * @param requests the commands
 * @param overloaded whether a full queue is the reason, rather than that the sender does not lead (any more)
 */
public record Refused(List<RequestId> requests, boolean overloaded) implements Message {

    /** Copies the list. */
    public Refused {
        requests = List.copyOf(requests);
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onRefused(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
