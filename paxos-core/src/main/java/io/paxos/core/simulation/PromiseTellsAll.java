package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An acceptor leaves out nothing: a promise in one page reports every vote that was ever durable on its store, or a
 * higher one, or the slot as chosen (rule S2, <em>Paxos Made Simple</em>, 2.2, P2c); and who has promised a higher ballot
 * confirms no round of a lower one (rule R1).
 */
final class PromiseTellsAll implements Invariant {

    private final Map<StorageId, TreeMap<Long, Ballot>> votes = new HashMap<>();

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        TreeMap<Long, Ballot> highest = votes.computeIfAbsent(storage, s -> new TreeMap<>());
        for (VoteRow row : write.votes()) {
            for (int i = 0; i < row.entries().size(); i++) {
                highest.merge(row.firstSlot() + i, row.ballot(), (a, b) -> a.isAbove(b) ? a : b);
            }
        }
    }

    @Override
    public void onSent(Envelope envelope) {
        if (envelope.message() instanceof HeartbeatAck ack && ack.ballot().isBelow(envelope.header().promised())) {
            throw new InvariantViolation(this, envelope.header().from() + " confirms " + ack + " and has promised "
                    + envelope.header().promised());
        }
        if (envelope.message() instanceof Promise promise && promise.nextPage() == 0 && promise.pageFrom() == promise.from()) {
            Map<Long, SlotReport> reports = new HashMap<>();
            promise.reports().forEach(report -> reports.put(report.slot(), report));
            votes.getOrDefault(envelope.header().storage(), new TreeMap<>()).tailMap(promise.from()).forEach((slot, ballot) -> {
                if (ballot.isBelow(promise.ballot()) && !tells(reports.get(slot), ballot)) {
                    throw new InvariantViolation(this, envelope.header().from() + " promises " + promise.ballot() + " with "
                            + reports.get(slot) + " in slot " + slot + ", where it has voted in " + ballot);
                }
            });
        }
    }

    private static boolean tells(@Nullable SlotReport report, Ballot ballot) {
        Vote vote = report == null ? null : report.vote();
        return report != null && (vote == null || !vote.ballot().isBelow(ballot));
    }
}
