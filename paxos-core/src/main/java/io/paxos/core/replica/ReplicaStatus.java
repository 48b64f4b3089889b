package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingReport;
import io.paxos.core.proposer.Contacts.Contact;
import io.paxos.core.proposer.Leader;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a node stands, for health, meters and people.
 *
 * @param node this node
 * @param role follower, poller, candidate or leader
 * @param leader the node that it follows, itself if it leads; null if none
 * @param ballot the ballot that it follows, campaigns or leads in; null if none
 * @param promised the highest ballot promised
 * @param serving whether it leads, and its start barrier is chosen and applied
 * @param chosenUpTo highest slot known chosen
 * @param applied highest slot applied
 * @param pending calls that wait for their command
 * @param founding how the founding stands
 * @param fenced why it votes no more; null if it does
 * @param applyHalted why it applies no more; null if it does
 * @param peers on a leader, each other member that has answered it in this leadership: ticks since its last answer, and how far
 *     it was; else empty
 */
public record ReplicaStatus(NodeId node, String role, @Nullable NodeId leader, @Nullable Ballot ballot, Ballot promised,
        boolean serving, long chosenUpTo, long applied, int pending, FoundingReport founding, @Nullable String fenced,
        @Nullable String applyHalted, SortedMap<NodeId, Peer> peers) {

    /**
     * Another member as the leader sees it.
     *
     * @param ticksSinceHeard ticks since its last answer in this leadership
     * @param chosenUpTo what it last said to know chosen
     */
    public record Peer(long ticksSinceHeard, long chosenUpTo) {
    }

    /** The same node, once it is known that it must take no part any more. */
    public ReplicaStatus fencedFor(String reason) {
        return new ReplicaStatus(node, "follower", null, null, promised, false, chosenUpTo, applied, 0, founding, reason,
                applyHalted, new TreeMap<>());
    }

    static ReplicaStatus of(ReplicaState state) {
        Leader<WaitingRead> own = state.leading();
        Ballot ballot = own != null || state.followed() == null ? state.leadership.ownBallot() : state.followed();
        Ballot followed = state.followed();
        NodeId leader = own != null ? state.self : followed != null ? followed.node() : null;
        SortedMap<NodeId, Peer> peers = new TreeMap<>();
        if (own != null) {
            for (Map.Entry<NodeId, Contact> contact : own.contacts().all().entrySet()) {
                if (contact.getValue().answered()) {
                    peers.put(contact.getKey(),
                            new Peer(state.now - contact.getValue().heardAt(), contact.getValue().chosenUpTo()));
                }
            }
        }
        return new ReplicaStatus(state.self, state.leadership.role(), leader, ballot, state.acceptor.promised(),
                own != null && state.isServing(own), state.learner.chosenUpTo(), state.applied,
                state.pending.size(), state.founding.report(), state.fenced, state.applyHalted, peers);
    }
}
