package io.paxos.core.proposer;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part a node plays in choosing a leader (rule 3.6). Legal moves: Follower to Poller (time-out, or the leader's own
 * request), Poller to Candidate (a prepare-quorum would promise), Candidate to Leader (a prepare-quorum has promised),
 * Poller and Candidate to Poller (time-out), and from each to Follower (a higher ballot, no quorum, a fence). Whatever
 * a state counted is gone with it (rules A3, L5).
 */
public sealed interface Leadership permits Leadership.Follower, Leadership.Poller, Leadership.Candidate, Leader {

    /** For people: the name of the role. */
    String role();

    /**
     * Follows a leader, or waits for one.
     *
     * @param leader the highest ballot under which a leader was heard; null if none is followed
     */
    record Follower(@Nullable Ballot leader) implements Leadership {
        @Override
        public String role() {
            return "follower";
        }
    }

    /** Asks whether others would promise, before it disturbs anybody (rule S1). */
    final class Poller implements Leadership {
        private final long attempt;
        private final @Nullable Ballot handedOver;
        private final Set<NodeId> granted = new HashSet<>();
        private long chosenUpTo;

        /**
         * @param attempt number of the poll; only answers to it count
         * @param handedOver the leadership whose leader asked for it; null if none did
         */
        public Poller(long attempt, @Nullable Ballot handedOver) {
            this.attempt = attempt;
            this.handedOver = handedOver;
        }

        /** Number of the poll. */
        public long attempt() {
            return attempt;
        }

        /** Whether a leader asked for this poll. */
        public boolean isHandover() {
            return handedOver != null;
        }

        /** Whether the leader of that ballot, or of a later one, asked for this poll. */
        public boolean isAskedBy(Ballot ballot) {
            return handedOver != null && !handedOver.isBelow(ballot);
        }

        /** Who has granted so far. */
        public Set<NodeId> granted() {
            return Collections.unmodifiableSet(granted);
        }

        /** A member would promise, and knows slots up to this one chosen. */
        public void granted(NodeId member, long knownChosen) {
            granted.add(member);
            chosenUpTo = Math.max(chosenUpTo, knownChosen);
        }

        /** The highest slot that those who have granted know chosen. */
        public long chosenUpTo() {
            return chosenUpTo;
        }

        @Override
        public String role() {
            return "poller";
        }
    }

    /**
     * Collects promises.
     *
     * @param campaign the phase 1 under way
     */
    record Candidate(Campaign campaign) implements Leadership {
        @Override
        public String role() {
            return "candidate";
        }
    }

    /** The ballot that this node itself campaigns or leads in; null for the others. */
    default @Nullable Ballot ownBallot() {
        if (this instanceof Candidate candidate) {
            return candidate.campaign().ballot();
        }
        return this instanceof Leader<?> leader ? leader.ballot() : null;
    }
}
