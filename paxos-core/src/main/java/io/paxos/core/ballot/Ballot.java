package io.paxos.core.ballot;

/**
 * The number of a proposal, totally ordered by epoch, then round, then node (rule B1; <em>Paxos Made Simple</em>, 2.2:
 * "different proposals have different numbers"). Two nodes never share a ballot, because it names its node; one node
 * never uses a ballot twice, because it makes its own promise for it durable before anybody hears of it (B2).
 *
 * @param epoch number of the configuration it belongs to, from 0
 * @param round attempt within the epoch, from 1; 0 only in {@link #NONE}
 * @param node the proposer that owns it
 */
public record Ballot(long epoch, long round, NodeId node) implements Comparable<Ballot> {

    /** Below every ballot of every node: what an acceptor has promised before its first promise. */
    public static final Ballot NONE = new Ballot(0, 0, NodeId.NOBODY);

    /**
     * The furthest that one message may raise the round of an acceptor. A round beyond it comes from a fault, and
     * taking it would leave the cluster without room for further ballots.
     */
    public static final long MAX_ROUND_JUMP = 1L << 32;

    /**
     * @throws IllegalArgumentException if epoch or round is negative, or a ballot other than {@link #NONE} has round 0
     *     or no node
     */
    public Ballot {
        if (epoch < 0 || round < 0 || (round == 0) != node.value().isEmpty()
                || round == 0 && epoch != 0) {
            throw new IllegalArgumentException("no ballot: epoch " + epoch + ", round " + round + ", node " + node);
        }
    }

    /**
     * The lowest ballot of a node in an epoch that is above {@code highest}.
     *
     * @param highest the highest ballot that the node has seen, of this or an earlier epoch
     * @throws ArithmeticException if the rounds of the epoch are used up; never wraps
     */
    public static Ballot above(Ballot highest, long epoch, NodeId node) {
        if (highest.epoch > epoch) {
            throw new IllegalArgumentException("epoch " + epoch + " has ended: " + highest + " is known");
        }
        return new Ballot(epoch, highest.epoch == epoch ? Math.addExact(highest.round, 1) : 1, node);
    }

    /** Whether this ballot is lower than the other. */
    public boolean isBelow(Ballot other) {
        return compareTo(other) < 0;
    }

    /** Whether this ballot is higher than the other. */
    public boolean isAbove(Ballot other) {
        return compareTo(other) > 0;
    }

    /** Whether its round lies so far above the other's that it can only come from a fault. */
    public boolean jumpsTooFarAbove(Ballot other) {
        long base = other.epoch == epoch ? other.round : 0;
        return round - base > MAX_ROUND_JUMP;
    }

    /** Whether an acceptor with that promise would still follow a ballot above this one, should it be needed. */
    public boolean leavesRoomFrom(Ballot promised) {
        long base = promised.epoch == epoch ? promised.round : 0;
        return round - base < MAX_ROUND_JUMP;
    }

    /** The higher of the two. */
    public static Ballot max(Ballot a, Ballot b) {
        return a.isBelow(b) ? b : a;
    }

    @Override
    public int compareTo(Ballot other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byRound = Long.compare(round, other.round);
        return byRound != 0 ? byRound : node.compareTo(other.node);
    }

    /** For logs and traces: {@code epoch.round.node}. */
    @Override
    public String toString() {
        return epoch + "." + round + "." + node;
    }
}
