package io.paxos.core.proposer;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotBallot;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Phase 1 of one ballot, for all slots from one on at once (<em>Paxos Made Simple</em>, 2.2 and 3). Counts members, not
 * messages (PITFALLS 7), and only answers to this very ballot (PITFALLS 6).
 */
public final class Campaign {

    /** What a promise has brought. */
    public enum Progress {
        /** Nothing: of another ballot, another page, counted before, or about slots that cannot be. */
        NONE,
        /** One page of several: ask for the next. */
        NEXT_PAGE,
        /** The sender counts now; no quorum yet. */
        COUNTED,
        /** A prepare-quorum has promised. */
        WON,
        /** The sender no longer keeps slots that this node does not know: catch up before campaigning again. */
        BEHIND
    }

    /**
     * Most slots of one campaign. A leader has a few thousand under way, and a node that is further behind fetches first, so a
     * report from beyond comes of a fault, and would be answered by as many no-ops.
     */
    static final long MOST_SLOTS = 10_000_000;

    private final Ballot ballot;
    private final long from;
    private final Membership membership;
    private final Map<NodeId, Long> nextPage = new TreeMap<>();
    private final Set<NodeId> promisedBy = new HashSet<>();
    private final TreeMap<Long, SlotReport> highest = new TreeMap<>();

    /**
     * @param ballot above every ballot seen; the own promise for it is durable before a Prepare leaves (rule B2)
     * @param from the slot after the durable chosen prefix, fixed for this ballot (S2)
     */
    public Campaign(Ballot ballot, long from, Membership membership) {
        this.ballot = ballot;
        this.from = from;
        this.membership = membership;
    }

    /** The ballot. */
    public Ballot ballot() {
        return ballot;
    }

    /** First slot of the campaign. */
    public long from() {
        return from;
    }

    /** Who has promised with its last page, so far. */
    public Set<NodeId> promisedBy() {
        return Collections.unmodifiableSet(promisedBy);
    }

    /** The highest vote reported so far, see {@link SlotBallot#highest}; null if none. */
    public @Nullable SlotBallot highestReported() {
        return SlotBallot.highest(highest.values().stream().map(SlotBallot::of));
    }

    /** What to ask a member next; null if it has promised with its last page. */
    public @Nullable Prepare prepareFor(NodeId member) {
        return promisedBy.contains(member) ? null : new Prepare(ballot, from, nextPage.getOrDefault(member, from));
    }

    /** A pinned member has promised. */
    public Progress onPromise(NodeId sender, Promise promise) {
        if (!promise.ballot().equals(ballot) || promise.from() != from || promisedBy.contains(sender)
                || promise.pageFrom() != nextPage.getOrDefault(sender, from)
                || promise.reports().stream().anyMatch(report -> report.slot() - from >= MOST_SLOTS)) {
            return Progress.NONE;
        }
        if (promise.compactedUpTo() >= from) {
            return Progress.BEHIND;
        }
        promise.reports().forEach(this::keepHighest);
        if (promise.nextPage() != 0) {
            nextPage.put(sender, promise.nextPage());
            return Progress.NEXT_PAGE;
        }
        // S2: a promise counts with its last page, and not before
        promisedBy.add(sender);
        return membership.isPrepareQuorum(promisedBy) ? Progress.WON : Progress.COUNTED;
    }

    /**
     * What must be proposed from slot {@link #from()} on, in order: in each slot the value reported chosen, else the
     * vote with the highest ballot (<em>Paxos Made Simple</em>, 2.2, P2c), and a no-op in each gap (3; rule S3).
     */
    public List<Entry> recovered() {
        List<Entry> entries = new ArrayList<>();
        long next = from;
        for (Map.Entry<Long, SlotReport> report : highest.entrySet()) {
            for (; next < report.getKey(); next++) {
                entries.add(NoOp.INSTANCE);
            }
            entries.add(report.getValue().entry());
            next++;
        }
        return entries;
    }

    private void keepHighest(SlotReport report) {
        if (report.slot() >= from) {
            highest.merge(report.slot(), report, Campaign::higher);
        }
    }

    /** A chosen value outranks every vote (rule L4); among votes the higher ballot wins. */
    private static SlotReport higher(SlotReport a, SlotReport b) {
        Vote voteA = a.vote();
        Vote voteB = b.vote();
        if (voteA == null) {
            return a;
        }
        return voteB != null && voteB.ballot().isBelow(voteA.ballot()) ? a : b;
    }
}
