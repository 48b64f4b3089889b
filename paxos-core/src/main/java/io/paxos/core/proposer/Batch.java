package io.paxos.core.proposer;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.message.Accept;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Consecutive slots that were sent together, with the members that have voted for them. It never changes once sent
 * (rule A4), so one set of members stands for each of its slots (A3).
 */
final class Batch {

    private final Accept accept;
    private final Set<NodeId> origins;
    private final Set<NodeId> votedBy = new HashSet<>();
    private boolean chosen;
    private long sentAt;

    Batch(Accept accept, Set<NodeId> origins, long now) {
        this.accept = accept;
        this.origins = origins;
        this.sentAt = now;
    }

    long firstSlot() {
        return accept.firstSlot();
    }

    long lastSlot() {
        return accept.lastSlot();
    }

    List<Entry> entries() {
        return accept.entries();
    }

    /** Nodes that handed in its commands and wait to learn that they are chosen. */
    Set<NodeId> origins() {
        return origins;
    }

    Set<NodeId> votedBy() {
        return votedBy;
    }

    boolean isChosen() {
        return chosen;
    }

    void markChosen() {
        chosen = true;
    }

    long sentAt() {
        return sentAt;
    }

    /** The same slots and entries again, with what is announced by now. */
    Accept resend(long now, long chosenUpTo) {
        sentAt = now;
        return new Accept(accept.ballot(), accept.firstSlot(), accept.entries(), chosenUpTo);
    }
}
