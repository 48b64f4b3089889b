package io.paxos.core.acceptor;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.SlotVotes;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor of one node for every slot (<em>Paxos Made Simple</em>, 2.2 to 2.4, and 3 for many slots under one
 * promise). It runs ahead of the disk: its memory holds a promise or vote from the step that made it, and the reply
 * waits until that is durable. When a write fails, memory and disk differ for good, and the node must stop voting.
 */
public class Acceptor implements SlotVotes {

    /** About the most that a report has beside its entry: a slot, and a ballot with the longest node id. */
    static final int REPORT_BYTES = 80;

    private Ballot promised;
    private final TreeMap<Long, Vote> votes;
    private final VotedRanges votedInLatest = new VotedRanges();
    private final UnwrittenVotes unwritten = new UnwrittenVotes();

    /**
     * @param promised the durable promise
     * @param votes the durable votes, for each slot the one with the highest ballot
     */
    public Acceptor(Ballot promised, SortedMap<Long, Vote> votes) {
        this.promised = promised;
        this.votes = new TreeMap<>(votes);
    }

    /** The highest ballot promised, in memory; never falls. */
    public Ballot promised() {
        return promised;
    }

    @Override
    public @Nullable Vote vote(long slot) {
        return votes.get(slot);
    }

    /** The ballots of the votes in these slots, by slot; a copy. */
    public SortedMap<Long, Ballot> votedIn(long first, long last) {
        SortedMap<Long, Ballot> ballots = new TreeMap<>();
        votes.subMap(first, true, last, true).forEach((slot, vote) -> ballots.put(slot, vote.ballot()));
        return ballots;
    }

    /**
     * Phase 1b: promises to accept nothing below {@code prepare.ballot()} and reports the votes (<em>Paxos Made
     * Simple</em>, 2.2). An equal ballot is the same campaign and is answered again; a lower one is refused (rule B3).
     *
     * @param chosen what this node knows chosen; reported as chosen, outranking votes (L4)
     * @param pageBytes about how large a page of reports may be; a page holds at least one report
     */
    public AcceptorStep onPrepare(Prepare prepare, ChosenLog chosen, int pageBytes) {
        if (refuses(prepare.ballot())) {
            return AcceptorStep.refused(new Nack(prepare.ballot(), promised));
        }
        boolean raised = prepare.ballot().isAbove(promised);
        promised = prepare.ballot();
        return AcceptorStep.promised(report(prepare, chosen, pageBytes), raised);
    }

    /**
     * Phase 2b: votes for the batch unless a higher ballot was promised (<em>Paxos Made Simple</em>, 2.2). The ballot
     * may lie above the promise (PITFALLS 4); then the promise rises with the vote, in one write (rule A2, PITFALLS 3).
     */
    public AcceptorStep onAccept(Accept accept) {
        Ballot ballot = accept.ballot();
        if (refuses(ballot)) {
            return AcceptorStep.refused(new Nack(ballot, promised));
        }
        Accepted accepted = new Accepted(ballot, accept.firstSlot(), accept.lastSlot());
        if (hasVotedFor(accept)) {
            return AcceptorStep.votedBefore(accepted,
                    !unwritten.touches(ballot, accept.firstSlot(), accept.lastSlot()));
        }
        promised = promisedAfterVoteIn(ballot);
        long slot = accept.firstSlot();
        for (Entry entry : accept.entries()) {
            votes.put(slot++, new Vote(ballot, entry));
        }
        votedInLatest.add(ballot, accept.firstSlot(), accept.lastSlot());
        return AcceptorStep.voted(accepted, new VoteRow(ballot, accept.firstSlot(), accept.entries()));
    }

    /** The promise that goes with a vote: never below the vote (rule A2). */
    protected Ballot promisedAfterVoteIn(Ballot ballot) {
        return ballot;
    }

    /** The write with that id carries these votes. */
    public void writing(long writeId, VoteRow row) {
        unwritten.add(writeId, row.ballot(), row.firstSlot(), row.lastSlot());
    }

    /** All writes up to that id are durable. */
    public void written(long writeId) {
        unwritten.written(writeId);
    }

    /** Slots up to this one are known chosen: their value is reported from the chosen prefix, so the votes may go. */
    public void forgetVotesUpTo(long slot) {
        votes.headMap(slot, true).clear();
    }

    private boolean refuses(Ballot ballot) {
        return ballot.isBelow(promised) || ballot.jumpsTooFarAbove(promised);
    }

    private boolean hasVotedFor(Accept accept) {
        if (votedInLatest.covers(accept.ballot(), accept.firstSlot(), accept.lastSlot())) {
            return true;
        }
        for (long slot = accept.firstSlot(); slot <= accept.lastSlot(); slot++) {
            Vote vote = votes.get(slot);
            if (vote == null || !vote.ballot().equals(accept.ballot())) {
                return false;
            }
        }
        return true;
    }

    private Promise report(Prepare prepare, ChosenLog chosen, int pageBytes) {
        List<SlotReport> page = new ArrayList<>();
        long bytes = 0;
        long next = 0;
        long slot = Math.max(prepare.pageFrom(), chosen.compactedUpTo() + 1);
        for (; slot <= chosen.upTo() && next == 0; slot++) {
            SlotReport report = SlotReport.ofChosen(slot, chosen.get(slot));
            bytes += REPORT_BYTES + report.entry().sizeInBytes();
            next = add(page, report, bytes, pageBytes);
        }
        for (Map.Entry<Long, Vote> voted : votes.tailMap(slot).entrySet()) {
            if (next != 0) {
                break;
            }
            SlotReport report = SlotReport.ofVote(voted.getKey(), voted.getValue());
            bytes += REPORT_BYTES + report.entry().sizeInBytes();
            next = add(page, report, bytes, pageBytes);
        }
        return new Promise(prepare.ballot(), prepare.from(), prepare.pageFrom(), page, next, chosen.compactedUpTo(),
                chosen.upTo());
    }

    /** Adds the report if the page has room, else says where the next page begins. */
    private static long add(List<SlotReport> page, SlotReport report, long bytes, int pageBytes) {
        if (bytes > pageBytes && !page.isEmpty()) {
            return report.slot();
        }
        page.add(report);
        return 0;
    }
}
