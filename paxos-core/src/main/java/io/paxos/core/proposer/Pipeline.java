package io.paxos.core.proposer;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Slots;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Phase 2 of one ballot: several batches under way at once, each chosen by an accept-quorum of its own (rules A1, A3).
 * It is the memory of its ballot and goes with it: above a gap, nothing that was counted here leaves it (L5).
 */
public final class Pipeline {

    /** A batch that has not been acknowledged for a while, and by whom not. */
    public record Overdue(Accept accept, List<NodeId> silent) {
    }

    /** A batch that is chosen, as are all before it. */
    public record Chosen(long firstSlot, List<Entry> entries, Set<NodeId> origins) {
    }

    private final Ballot ballot;
    private final Membership membership;
    private final TreeMap<Long, Batch> underWay = new TreeMap<>();
    private final Deque<Chosen> news = new ArrayDeque<>();
    private long nextSlot;
    private long vouchedUpTo;

    /**
     * @param start first slot of the ballot's phase 1; all slots below are chosen
     */
    public Pipeline(Ballot ballot, long start, Membership membership) {
        this.ballot = ballot;
        this.membership = membership;
        this.nextSlot = start;
        this.vouchedUpTo = start - 1;
    }

    /** Batches that were sent and are not known chosen together with all before them. */
    public int underWay() {
        return underWay.size();
    }

    /** The slot that the next entry gets. */
    public long nextSlot() {
        return nextSlot;
    }

    /** What may be announced under this ballot (rule L1): slots before its start, and an unbroken run counted in it. */
    public long vouchedUpTo() {
        return vouchedUpTo;
    }

    /** Who has voted so far for the batch that begins with this slot; null if none is under way there. */
    public @Nullable Set<NodeId> votedBy(long firstSlot) {
        Batch batch = underWay.get(firstSlot);
        return batch == null ? null : Collections.unmodifiableSet(batch.votedBy());
    }

    /**
     * Puts entries into the next slots, for good.
     *
     * @param origins other nodes that handed in some of them
     * @return the message to send, and to vote for oneself
     */
    public Accept open(List<Entry> entries, Set<NodeId> origins, long now) {
        Slots.requireRange(nextSlot, entries.size());
        Accept accept = new Accept(ballot, nextSlot, entries, vouchedUpTo);
        underWay.put(nextSlot, new Batch(accept, origins, now));
        nextSlot = accept.lastSlot() + 1;
        return accept;
    }

    /**
     * A pinned member has voted for a batch, durably. Only for the very batch that it names: an acknowledgement says
     * nothing of slots below (rule A3, PITFALLS 36).
     */
    public void onAccepted(NodeId sender, Accepted accepted) {
        if (!accepted.ballot().equals(ballot)) {
            return;
        }
        Batch batch = underWay.get(accepted.firstSlot());
        if (batch == null || batch.lastSlot() != accepted.lastSlot()) {
            return;
        }
        batch.votedBy().add(sender);
        if (!batch.isChosen() && membership.isAcceptQuorum(batch.votedBy())) {
            batch.markChosen();
            takeUnbrokenRun();
        }
    }

    /** Takes the batches that have become chosen without a gap since the last call, in order. */
    public List<Chosen> takeChosen() {
        List<Chosen> taken = new ArrayList<>(news);
        news.clear();
        return taken;
    }

    /** Batches last sent that many ticks ago or more, each to be sent again to those who have not acknowledged it. */
    public List<Overdue> overdue(long now, int resendTicks) {
        List<Overdue> late = new ArrayList<>();
        for (Batch batch : underWay.values()) {
            if (!batch.isChosen() && now - batch.sentAt() >= resendTicks) {
                List<NodeId> silent = membership.nodes().stream().filter(n -> !batch.votedBy().contains(n)).toList();
                late.add(new Overdue(batch.resend(now, vouchedUpTo), silent));
            }
        }
        return late;
    }

    private void takeUnbrokenRun() {
        while (!underWay.isEmpty() && underWay.firstEntry().getValue().isChosen()) {
            Batch batch = underWay.pollFirstEntry().getValue();
            vouchedUpTo = batch.lastSlot();
            news.addLast(new Chosen(batch.firstSlot(), batch.entries(), batch.origins()));
        }
    }
}
