package io.paxos.spring.actuator;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node stands, for people.
 *
 * @param node this node
 * @param cluster name of its cluster
 * @param running whether it was started and not stopped; if not, numbers are 0
 * @param role follower, poller, candidate or leader
 * @param leader the node that it follows, itself if it leads; null if none
 * @param serving whether it leads and answers calls
 * @param ballot the ballot that it follows, campaigns or leads in; null if none
 * @param promised the highest ballot promised; null if none
 * @param chosenUpTo highest slot known chosen
 * @param applied highest slot applied
 * @param pending calls that wait for their command
 * @param founding how the founding stands, in words
 * @param fenced why it takes no part any more; null if it does
 * @param quorumMargin on a leader, how many of the members that it hears now may fall silent before there is no quorum; else null
 * @param peers the other members
 */
public record NodeReport(String node, String cluster, boolean running, String role, @Nullable String leader, boolean serving,
        @Nullable BallotReport ballot, @Nullable BallotReport promised, long chosenUpTo, long applied, int pending,
        String founding, @Nullable String fenced, @Nullable Integer quorumMargin, List<PeerReport> peers) {

    /**
     * A ballot.
     *
     * @param epoch number of the configuration
     * @param round grows with each campaign
     * @param node who campaigns
     */
    public record BallotReport(long epoch, long round, String node) {

        /** That ballot; null if there is none, or it is nobody's. */
        static @Nullable BallotReport of(@Nullable Ballot ballot) {
            return ballot == null || ballot.node().equals(NodeId.NOBODY) ? null
                    : new BallotReport(ballot.epoch(), ballot.round(), ballot.node().value());
        }
    }

    /**
     * Another member.
     *
     * @param node its id
     * @param url its base URL
     * @param lastContactMillis milliseconds since this node, as the leader, last had an answer of it; null if this node does not
     *     lead, or has had none since it does
     * @param chosenUpTo the highest slot that it said to know chosen; null likewise
     * @param lag slots that it is behind this node; null likewise
     */
    public record PeerReport(String node, String url, @Nullable Long lastContactMillis, @Nullable Long chosenUpTo,
            @Nullable Long lag) {
    }
}
