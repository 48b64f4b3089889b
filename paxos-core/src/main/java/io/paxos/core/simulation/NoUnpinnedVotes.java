package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Only the founders promise and vote, each with the store that it founded with: a store that was wiped or exchanged has
 * forgotten what the one before it promised (rule F8, PITFALLS 23).
 */
final class NoUnpinnedVotes implements Invariant {

    private @Nullable Membership founders;

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        if (founders == null && write.meta().binding().founded()) {
            founders = write.meta().binding().founders();
        }
        if (!write.votes().isEmpty()) {
            require(node, storage, "voted");
        }
    }

    @Override
    public void onSent(Envelope envelope) {
        if (envelope.message() instanceof Promise || envelope.message() instanceof Accepted) {
            require(envelope.header().from(), envelope.header().storage(), "answered " + envelope.message());
        }
    }

    private void require(NodeId node, StorageId storage, String what) {
        if (founders == null || !founders.isPinned(node, storage)) {
            throw new InvariantViolation(this, node + " " + what + " with a store that is no founder's");
        }
    }
}
