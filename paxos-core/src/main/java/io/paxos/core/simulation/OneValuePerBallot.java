package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Entry;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In one slot and ballot nobody ever proposes or votes for two values (PITFALLS 5, 37). */
final class OneValuePerBallot implements Invariant {

    private final Map<Long, Map<Ballot, Entry>> proposed = new HashMap<>();

    @Override
    public void onSent(Envelope envelope) {
        if (envelope.message() instanceof Accept accept) {
            check(accept.ballot(), accept.firstSlot(), accept.entries(), "proposed");
        }
    }

    @Override
    public void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        for (VoteRow row : write.votes()) {
            check(row.ballot(), row.firstSlot(), row.entries(), "voted for by " + node);
        }
    }

    private void check(Ballot ballot, long firstSlot, List<Entry> entries, String how) {
        long slot = firstSlot;
        for (Entry entry : entries) {
            Entry first = proposed.computeIfAbsent(slot, s -> new HashMap<>()).putIfAbsent(ballot, entry);
            if (first != null && !first.equals(entry)) {
                throw new InvariantViolation(this, "slot " + slot + " in ballot " + ballot + ": first " + first + ", then "
                        + entry + " " + how);
            }
            slot++;
        }
    }
}
