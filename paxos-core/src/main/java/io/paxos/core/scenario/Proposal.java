package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.proposer.Campaign;
import io.paxos.core.proposer.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One ballot of one proposer. {@link Campaign} and {@link Pipeline} decide when a quorum is there and what must be proposed;
 * the names kept beside them are for the trace alone.
 */
final class Proposal {

    /** The one slot of a scenario. */
    static final long SLOT = 1;

    private final Ballot ballot;
    private final Entry own;
    private final Campaign campaign;
    private final Pipeline pipeline;
    private final Map<NodeId, Prepare> asked = new TreeMap<>();
    private final Set<NodeId> promisers = new TreeSet<>();
    private final Set<NodeId> acceptors = new TreeSet<>();
    private @Nullable AcceptedValue highestReported;
    private @Nullable Accept accept;
    private @Nullable Entry chosen;

    Proposal(Ballot ballot, Entry own, Membership membership) {
        this.ballot = ballot;
        this.own = own;
        this.campaign = new Campaign(ballot, SLOT, membership);
        this.pipeline = new Pipeline(ballot, SLOT, membership);
    }

    /** Its ballot. */
    Ballot ballot() {
        return ballot;
    }

    /** What it proposes if it is free to. */
    Entry own() {
        return own;
    }

    /** Who has promised, or voted, in this ballot. */
    Set<NodeId> members(Phase phase) {
        return phase == Phase.PREPARE ? promisers : acceptors;
    }

    /** The highest vote in the promises counted, or a value reported as chosen; null if there was neither. */
    @Nullable AcceptedValue highestReported() {
        return highestReported;
    }

    /** What this ballot has made chosen; null as long as it is not known. */
    @Nullable Entry chosen() {
        return chosen;
    }

    /** The Prepare for a member. Asked twice, it says the same again: a retry. */
    Prepare prepareFor(NodeId member) {
        return asked.computeIfAbsent(member, campaign::prepareFor);
    }

    /** The Accept, always the same one (rule A4); null before a quorum has promised. */
    @Nullable Accept accept() {
        return accept;
    }

    /** A promise has reached the proposer. */
    Why onPromise(NodeId sender, Promise promise) {
        if (accept != null) {
            // a leader does not listen to promises any more: it has proposed, or is about to
            return notCounted(promise.ballot(), promisers.contains(sender) ? Why.COUNTED_ALREADY : Why.PHASE_1_OVER);
        }
        return switch (campaign.onPromise(sender, promise)) {
            case NONE -> notCounted(promise.ballot(), Why.COUNTED_ALREADY);
            case COUNTED -> {
                count(sender, promise);
                yield Why.PROMISE_COUNTED;
            }
            case WON -> {
                count(sender, promise);
                yield open();
            }
            case NEXT_PAGE, BEHIND -> throw new IllegalStateException("one slot fits one page: " + promise);
        };
    }

    /** A vote has reached the proposer. */
    Why onAccepted(NodeId sender, Accepted accepted) {
        pipeline.onAccepted(sender, accepted);
        List<Pipeline.Chosen> news = pipeline.takeChosen();
        boolean first = accepted.ballot().equals(ballot) && acceptors.add(sender);
        if (!news.isEmpty()) {
            chosen = news.get(0).entries().get(0);
            return Why.CHOSEN;
        }
        if (!first) {
            return notCounted(accepted.ballot(), Why.COUNTED_ALREADY);
        }
        return chosen == null ? Why.VOTE_COUNTED : Why.CHOSEN_ALREADY;
    }

    private Why notCounted(Ballot answered, Why inThisBallot) {
        return answered.equals(ballot) ? inThisBallot : Why.LATE_ANSWER;
    }

    private Why open() {
        List<Entry> recovered = campaign.recovered();
        accept = pipeline.open(recovered.isEmpty() ? List.of(own) : recovered, Set.of(), 0);
        if (highestReported == null) {
            return Why.FREE_CHOICE;
        }
        return highestReported.ballot() == null ? Why.BOUND_BY_CHOICE : Why.BOUND_BY_VOTE;
    }

    private void count(NodeId sender, Promise promise) {
        promisers.add(sender);
        for (SlotReport report : promise.reports()) {
            Vote vote = report.vote();
            AcceptedValue reported = new AcceptedValue(Texts.of(report.entry()), vote == null ? null : vote.ballot());
            highestReported = highestReported == null ? reported : higher(highestReported, reported);
        }
    }

    private static AcceptedValue higher(AcceptedValue a, AcceptedValue b) {
        Ballot ballotA = a.ballot();
        Ballot ballotB = b.ballot();
        return ballotA == null || ballotB != null && ballotB.isBelow(ballotA) ? a : b;
    }
}
