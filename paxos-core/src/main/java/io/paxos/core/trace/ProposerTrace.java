package io.paxos.core.trace;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.SlotBallot;
import io.paxos.core.log.SlotReport;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.RoleView;
import io.paxos.core.replica.Tally;
import io.paxos.core.trace.TraceEvent.Count;
import io.paxos.core.trace.TraceEvent.Kind;
import io.paxos.core.trace.TraceEvent.Load;
import io.paxos.core.trace.TraceEvent.Verdict;
import io.paxos.core.trace.TraceEvent.What;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node does as a proposer: requests that leave it, and answers that have come back. Whether an answer has counted is not
 * judged anew, but seen in what the proposer has counted before and after.
 */
final class ProposerTrace {

    private final RoleView roles;
    private @Nullable Ballot ownBefore;
    private @Nullable Tally talliedBefore;

    /** What the promises of the ballot led in have reported: its campaign is gone by then. */
    private @Nullable Ballot wonIn;
    private @Nullable SlotBallot reportedToWinner;

    ProposerTrace(RoleView roles) {
        this.roles = roles;
    }

    /** Keeps what the step may overwrite. */
    void before(Input input) {
        ownBefore = roles.ownBallot();
        talliedBefore = input instanceof Input.Received received ? tally(received.envelope().message()) : null;
    }

    /** An answer has come in. */
    void received(Envelope envelope, List<TraceEvent> events) {
        NodeId from = envelope.header().from();
        Ballot promised = envelope.header().promised();
        if (envelope.message() instanceof Promise promise) {
            SlotBallot reported = SlotBallot.highest(promise.reports().stream().map(SlotBallot::of));
            Tally tally = talliedAfter(from, promise);
            boolean counted = counts(from, tally);
            if (tally != null && counted && roles.leads()) {
                wonIn = tally.ballot();
                reportedToWinner = tally.highestReported();
            }
            events.add(answer(counted, Kind.PROMISE, from, promise.ballot(), promise.pageFrom(),
                    promise.nextPage() == 0 ? null : Long.valueOf(promise.nextPage() - 1),
                    Load.of(promise.reports().stream().map(SlotReport::entry).toList()), promised, reported, tally,
                    tally == null ? null : tally.highestReported()));
        } else if (envelope.message() instanceof Accepted accepted) {
            Tally tally = talliedAfter(from, accepted);
            events.add(answer(counts(from, tally), Kind.ACCEPTED, from, accepted.ballot(), accepted.firstSlot(),
                    accepted.lastSlot(), null, promised, null, tally, reportedIn(accepted.ballot())));
        } else if (envelope.message() instanceof Nack nack) {
            boolean ended = nack.refused().equals(ownBefore) && !nack.refused().equals(roles.ownBallot());
            events.add(new TraceEvent(ended ? What.COUNTED : What.NOT_COUNTED, Kind.NACK, from, roles.self(), nack.refused(),
                    null, null, null, Verdict.REJ, null, nack.promised(), null, null, null, roles.chosenUpTo()));
        }
    }

    /** A request leaves. */
    void sent(Envelope envelope, List<TraceEvent> events) {
        if (envelope.message() instanceof Prepare prepare) {
            events.add(new TraceEvent(What.SENT, Kind.PREPARE, roles.self(), envelope.to(), prepare.ballot(), prepare.pageFrom(),
                    null, null, null, null, null, null, null, null, roles.chosenUpTo()));
        } else if (envelope.message() instanceof Accept accept) {
            events.add(new TraceEvent(What.SENT, Kind.ACCEPT, roles.self(), envelope.to(), accept.ballot(), accept.firstSlot(),
                    accept.lastSlot(), Load.of(accept.entries()), null, null, null, null, null, reportedIn(accept.ballot()),
                    roles.chosenUpTo()));
        }
    }

    private TraceEvent answer(boolean counted, Kind kind, NodeId from, Ballot ballot, long first, @Nullable Long last,
            @Nullable Load load, Ballot promised, @Nullable SlotBallot accepted, @Nullable Tally tally,
            @Nullable SlotBallot highestReported) {
        return new TraceEvent(counted ? What.COUNTED : What.NOT_COUNTED, kind, from, roles.self(), ballot, first, last, load,
                Verdict.ACC, null, promised, accepted,
                tally == null ? null : new Count(tally.members(), tally.weight(), tally.quorum()),
                highestReported, roles.chosenUpTo());
    }

    /** What is counted now in the ballot and for the batch of this answer; null if nothing is, as it is late. */
    private @Nullable Tally tally(Message answer) {
        if (answer instanceof Promise promise) {
            return inBallot(promise.ballot(), roles.promises());
        }
        return answer instanceof Accepted accepted ? inBallot(accepted.ballot(), roles.votesFor(accepted.firstSlot())) : null;
    }

    private static @Nullable Tally inBallot(Ballot ballot, @Nullable Tally tally) {
        return tally != null && tally.ballot().equals(ballot) ? tally : null;
    }

    /** A quorum ends the campaign, or takes the batch out of the pipeline: then the answer was the last that it needed. */
    private @Nullable Tally talliedAfter(NodeId from, Message answer) {
        Tally before = talliedBefore;
        Tally after = tally(answer);
        if (after != null || before == null || !before.ballot().equals(roles.ownBallot())) {
            return after != null ? after : before;
        }
        SlotBallot reported = answer instanceof Promise promise
                ? SlotBallot.highest(Stream.concat(Stream.ofNullable(before.highestReported()),
                        promise.reports().stream().filter(report -> report.slot() >= promise.from()).map(SlotBallot::of)))
                : null;
        return new Tally(before.ballot(), Stream.concat(before.members().stream(), Stream.of(from)).sorted().toList(),
                before.weight() + roles.weightOf(from), before.quorum(), reported);
    }

    private boolean counts(NodeId from, @Nullable Tally after) {
        return talliedBefore != null && after != null && !talliedBefore.members().contains(from)
                && after.members().contains(from);
    }

    private @Nullable SlotBallot reportedIn(Ballot ballot) {
        return ballot.equals(wonIn) ? reportedToWinner : null;
    }
}
