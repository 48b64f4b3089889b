package io.paxos.spring.actuator;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.SlotBallot;
import io.paxos.core.trace.TraceEvent;
import io.paxos.spring.actuator.NodeReport.BallotReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of the two phases that a node has handled, for people. Commands do not stand in it, only their number and
 * size.
 *
 * @param node this node
 * @param events the newest last
 */
public record TraceReport(String node, List<EventReport> events) {

    /**
     * One message, see {@link TraceEvent}; what does not apply is null.
     *
     * @param number counts the events of this process, from 1 on
     * @param what sent, answered, not-answered, counted or not-counted
     * @param kind prepare, promise, accept, accepted or nack; of what is answered, the request
     * @param from who says it
     * @param to whom
     * @param ballot that it is about
     * @param firstSlot its first slot
     * @param lastSlot its last slot; null where all from the first on are meant
     * @param entries how many entries are in it
     * @param bytes about how large these are together
     * @param verdict ACC or REJ
     * @param promisedBefore what the acceptor had promised; null also if nothing
     * @param promised what it has promised since; null also if nothing
     * @param accepted the highest vote that it had in these slots
     * @param members who has promised or voted in the ballot so far
     * @param weight what these weigh together: their number, unless members have weights
     * @param quorum what weight it takes
     * @param highestReported the highest vote that promises have reported to the proposer
     * @param chosenUpTo the highest slot that this node then knew chosen
     * @param line all that in one line, as it stands in the log
     */
    public record EventReport(long number, String what, String kind, String from, String to, @Nullable BallotReport ballot,
            @Nullable Long firstSlot, @Nullable Long lastSlot, @Nullable Integer entries, @Nullable Long bytes,
            @Nullable String verdict, @Nullable BallotReport promisedBefore, @Nullable BallotReport promised,
            @Nullable VoteReport accepted, @Nullable List<String> members, @Nullable Integer weight,
            @Nullable Integer quorum,
            @Nullable VoteReport highestReported, long chosenUpTo, String line) {

        private static EventReport of(StepTrace.Kept kept) {
            TraceEvent event = kept.event();
            TraceEvent.Load load = event.load();
            TraceEvent.Count count = event.count();
            return new EventReport(kept.number(), event.what().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    event.kind().toString(), event.from().value(), event.to().value(), BallotReport.of(event.ballot()),
                    event.firstSlot(), event.lastSlot(), load == null ? null : load.entries(), load == null ? null : load.bytes(),
                    event.verdict() == null ? null : event.verdict().name(), BallotReport.of(event.promisedBefore()),
                    BallotReport.of(event.promised()), VoteReport.of(event.accepted()),
                    count == null ? null : count.members().stream().map(NodeId::value).toList(),
                    count == null ? null : count.weight(), count == null ? null : count.quorum(),
                    VoteReport.of(event.highestReported()), event.chosenUpTo(),
                    event.line());
        }
    }

    /**
     * A vote, or a slot that is chosen.
     *
     * @param slot the slot
     * @param ballot the ballot of the vote; null if the slot is chosen
     */
    public record VoteReport(long slot, @Nullable BallotReport ballot) {

        private static @Nullable VoteReport of(@Nullable SlotBallot vote) {
            return vote == null ? null : new VoteReport(vote.slot(), BallotReport.of(vote.ballot()));
        }
    }

    static TraceReport of(NodeId node, List<StepTrace.Kept> kept) {
        return new TraceReport(node.value(), kept.stream().map(EventReport::of).toList());
    }
}
