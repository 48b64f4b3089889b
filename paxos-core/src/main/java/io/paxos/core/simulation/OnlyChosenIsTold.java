package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotReport;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Message;
import io.paxos.core.message.Promise;

/**
 * Whatever a message calls chosen is chosen: the mark of a heartbeat, values that are fetched, values that a promise
 * reports as chosen (rules L1, L4, L5).
 */
final class OnlyChosenIsTold implements Invariant {

    /** How far below its mark a heartbeat is looked at; what lies lower was announced before. */
    private static final int MARK_DEPTH = 8;

    private final ChosenByVotes chosen = new ChosenByVotes();

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        chosen.count(this, node, storage, write);
    }

    @Override
    public void onSent(Envelope envelope) {
        Message message = envelope.message();
        if (message instanceof Heartbeat heartbeat) {
            for (long slot = Math.max(1, heartbeat.chosenUpTo() - MARK_DEPTH); slot <= heartbeat.chosenUpTo(); slot++) {
                require(chosen.in(slot) != null, envelope, slot);
            }
        } else if (message instanceof Fetched fetched) {
            long slot = fetched.from();
            for (Entry entry : fetched.entries()) {
                require(entry.equals(chosen.in(slot)), envelope, slot);
                slot++;
            }
        } else if (message instanceof Promise promise) {
            for (SlotReport report : promise.reports()) {
                require(report.chosen() == null || report.chosen().equals(chosen.in(report.slot())), envelope, report.slot());
            }
        }
    }

    private void require(boolean told, Envelope envelope, long slot) {
        if (!told) {
            throw new InvariantViolation(this, envelope.header().from() + " sent " + envelope.message() + ", and in slot " + slot
                    + " is chosen " + chosen.in(slot));
        }
    }
}
