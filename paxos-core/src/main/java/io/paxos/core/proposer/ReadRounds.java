package io.paxos.core.proposer;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Membership;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Read index (rule R1): a read may be answered once an accept-quorum has confirmed, in a round that began after the
 * read came in, that it has promised nothing above the leader's ballot. Any ballot that completed its phase 1 before
 * would have met that quorum. All reads that wait share a round; heartbeats are rounds as well.
 *
 * @param <T> what a read is to the caller of this class
 */
public final class ReadRounds<T> {

    /** Reads that may be answered once {@code index} is applied. */
    public record Confirmed<T>(List<T> reads, long index) {
    }

    private record Round<T>(long number, List<T> reads, long index) {
    }

    private final Membership membership;
    private final int maxReads;
    private final Map<NodeId, Long> acknowledged = new TreeMap<>();
    private final Deque<Round<T>> underWay = new ArrayDeque<>();
    private List<T> waiting = new ArrayList<>();
    private int reads;
    private long lastRound;
    private long confirmedRound;

    /**
     * @param maxReads most reads that wait or are under way
     */
    public ReadRounds(Membership membership, int maxReads) {
        this.membership = membership;
        this.maxReads = maxReads;
    }

    /** Number of the round that began last; 0 before the first. */
    public long lastRound() {
        return lastRound;
    }

    /** A read has come in; false if there is no room. */
    public boolean offer(T read) {
        if (reads >= maxReads) {
            return false;
        }
        reads++;
        waiting.add(read);
        return true;
    }

    /** Whether reads wait and no round of theirs is under way: one should begin now. */
    public boolean wantsRound() {
        return !waiting.isEmpty() && lastRound == confirmedRound;
    }

    /**
     * A round begins: all reads that came in before belong to it.
     *
     * @param index slot that these reads must see: the leader's chosen prefix now, at least its start barrier; negative
     *     while the barrier is not applied, when reads keep waiting
     * @return its number, unique in this ballot
     */
    public long begin(long index) {
        lastRound++;
        if (index >= 0 && !waiting.isEmpty()) {
            underWay.addLast(new Round<>(lastRound, waiting, index));
            waiting = new ArrayList<>();
        }
        return lastRound;
    }

    /** A pinned member has acknowledged a round, and with it every earlier one. */
    public List<Confirmed<T>> onAck(NodeId sender, long round) {
        if (round > lastRound) {
            return List.of();
        }
        acknowledged.merge(sender, round, Math::max);
        while (confirmedRound < lastRound && isConfirmed(confirmedRound + 1)) {
            confirmedRound++;
        }
        List<Confirmed<T>> confirmed = new ArrayList<>();
        while (!underWay.isEmpty() && underWay.getFirst().number() <= confirmedRound) {
            Round<T> done = underWay.removeFirst();
            reads -= done.reads().size();
            confirmed.add(new Confirmed<>(done.reads(), done.index()));
        }
        return confirmed;
    }

    /** All reads that are not answered, oldest first; for the end of the leadership. */
    public List<T> unanswered() {
        List<T> all = new ArrayList<>();
        underWay.forEach(round -> all.addAll(round.reads()));
        all.addAll(waiting);
        return all;
    }

    private boolean isConfirmed(long round) {
        Set<NodeId> since = new HashSet<>();
        acknowledged.forEach((member, acked) -> {
            if (acked >= round) {
                since.add(member);
            }
        });
        return membership.isAcceptQuorum(since);
    }
}
