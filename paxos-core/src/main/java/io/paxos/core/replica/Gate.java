package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Message;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Transfer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides, from its header alone, whether a message is looked at (rules B4, F8). */
final class Gate {

    private static final int MOST_REMEMBERED = 64;

    private final ReplicaState state;
    private final Set<StorageId> reported = new HashSet<>();

    Gate(ReplicaState state) {
        this.state = state;
    }

    boolean admits(Envelope envelope) {
        Header header = envelope.header();
        Message message = envelope.message();
        if (!envelope.to().equals(state.self) || !header.group().equals(state.group)
                || !header.cluster().name().equals(state.clusterId().name())) {
            return false;
        }
        if (header.from().equals(state.self) && !header.storage().equals(state.storage)) {
            return refuse(header); // a second node of this very name (PITFALLS 25)
        }
        if (!message.needsFounders()) {
            return state.fenced == null;
        }
        Membership founders = state.founding.founders();
        if (founders == null || !header.cluster().equals(state.clusterId()) || header.epoch() != founders.epoch()
                || header.promised().epoch() > header.epoch()) {
            return false;
        }
        if (state.fenced != null && !(message instanceof Fetch)) {
            return false; // DESIGN 6: a fenced node only gives out what it knows chosen
        }
        if (!message.needsPinnedSender()) {
            return true;
        }
        if (!founders.isPinned(header.from(), header.storage())) {
            return refuse(header);
        }
        Ballot owned = ballotOnlyItsOwnerUses(message);
        return owned == null || owned.node().equals(header.from()) && owned.epoch() == header.epoch();
    }

    private boolean refuse(Header header) {
        if (reported.size() < MOST_REMEMBERED && reported.add(header.storage())) {
            state.outbox.event(new Event.SenderRefused(header.from(), header.storage()));
        }
        return false;
    }

    private static @Nullable Ballot ballotOnlyItsOwnerUses(Message message) {
        if (message instanceof Prepare prepare) {
            return prepare.ballot();
        }
        if (message instanceof Accept accept) {
            return accept.ballot();
        }
        if (message instanceof Heartbeat heartbeat) {
            return heartbeat.ballot();
        }
        return message instanceof Transfer transfer ? transfer.ballot() : null;
    }
}
