package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingReport;
import io.paxos.core.membership.StorageId;
import org.jspecify.annotations.Nullable;

/** Something worth a line in the log or a count in a meter; nothing depends on it. */
public sealed interface Event {

    /**
     * The node changed its part.
     *
     * @param role follower, poller, candidate or leader
     * @param ballot the ballot that it follows, campaigns or leads in; null if none
     * @param reason why, in words
     */
    record RoleChanged(String role, @Nullable Ballot ballot, String reason) implements Event {
    }

    /** The founding went on, and this is how it stands. */
    record FoundingChanged(FoundingReport report) implements Event {
    }

    /** The node stopped voting because a write failed. */
    record Fenced(String reason) implements Event {
    }

    /** Applying a slot failed; this node applies no more and leads no more, but goes on voting (PITFALLS 72, 73). */
    record ApplyHalted(long slot, String reason) implements Event {
    }

    /** A sender claims to be a member and has another store: wiped, swapped, or a second node of that name. */
    record SenderRefused(NodeId node, StorageId storage) implements Event {
    }
}
