package io.paxos.core.membership;

/**
 * How much weight makes a quorum in each phase (<em>Flexible Paxos</em>, Howard et al. 2016: only a phase 1 quorum and
 * a phase 2 quorum must intersect).
 *
 * @param prepare weight that wins phase 1, at least 1
 * @param accept weight that makes a value chosen in phase 2, at least 1
 */
public record QuorumSizes(int prepare, int accept) {

    /**
     * @throws IllegalArgumentException if a size is below 1
     */
    public QuorumSizes {
        if (prepare < 1 || accept < 1) {
            throw new IllegalArgumentException("a quorum is at least 1: prepare " + prepare + ", accept " + accept);
        }
    }

    /** More than half of the weight in both phases. */
    public static QuorumSizes majority(int totalWeight) {
        return new QuorumSizes(totalWeight / 2 + 1, totalWeight / 2 + 1);
    }

    /**
     * These sizes, if every phase 1 quorum meets every phase 2 quorum among members of that total weight.
     *
     * @throws IllegalArgumentException if two quorums could miss each other, or one could never be reached
     */
    QuorumSizes requireIntersectionIn(int totalWeight) {
        if ((long) prepare + accept <= totalWeight) {
            throw new IllegalArgumentException("a prepare quorum of " + prepare + " and an accept quorum of " + accept
                    + " may miss each other among a weight of " + totalWeight + ": their sum must be above it");
        }
        if (prepare > totalWeight || accept > totalWeight) {
            throw new IllegalArgumentException("a quorum of prepare " + prepare + ", accept " + accept
                    + " can never be reached with a weight of " + totalWeight);
        }
        return this;
    }
}
