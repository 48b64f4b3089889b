package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * No message says more than what is on its sender's disk: a promise and a campaign stand on a durable promise, an
 * acknowledgement on durable votes (rules B2, B3, A2, PITFALLS 1, 2, 5). A value learnt as chosen counts as a vote, as
 * it outranks all (L4).
 */
final class AcknowledgedDurable implements Invariant {

    private static final class Disk {
        private Ballot promised = Ballot.NONE;
        private final Map<Long, Ballot> votes = new HashMap<>();
        private final Set<Long> chosen = new HashSet<>();
    }

    private static final Disk EMPTY = new Disk();

    private final Map<StorageId, Disk> disks = new HashMap<>();

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        Disk disk = disks.computeIfAbsent(storage, s -> new Disk());
        disk.promised = write.meta().promised();
        for (VoteRow row : write.votes()) {
            for (int i = 0; i < row.entries().size(); i++) {
                disk.votes.merge(row.firstSlot() + i, row.ballot(), (a, b) -> a.isAbove(b) ? a : b);
            }
        }
        write.chosen().forEach(row -> {
            for (int i = 0; i < row.entries().size(); i++) {
                disk.chosen.add(row.firstSlot() + i);
            }
        });
    }

    @Override
    public void onSent(Envelope envelope) {
        Message message = envelope.message();
        Disk disk = disks.getOrDefault(envelope.header().storage(), EMPTY);
        Ballot promised = message instanceof Promise promise ? promise.ballot()
                : message instanceof Prepare prepare ? prepare.ballot() : Ballot.NONE;
        if (disk.promised.isBelow(promised)) {
            throw new InvariantViolation(this, envelope.header().from() + " sent " + message + " with a durable promise of "
                    + disk.promised);
        }
        if (message instanceof Accepted accepted) {
            for (long slot = accepted.firstSlot(); slot <= accepted.lastSlot(); slot++) {
                Ballot voted = disk.votes.getOrDefault(slot, Ballot.NONE);
                if (voted.isBelow(accepted.ballot()) && !disk.chosen.contains(slot)) {
                    throw new InvariantViolation(this, envelope.header().from() + " sent " + message + ", and slot " + slot
                            + " is durable in " + voted);
                }
            }
        }
    }
}
