package io.paxos.core.founding;

/** What a node may do, as far as the founding goes. */
public enum FoundingStatus {
    /** Not bound yet: some listed node has not been heard, or has another list. Takes no part. */
    FORMING,
    /** Bound to its founders, and waits to hear the same of all of them. Takes no part. */
    BOUND,
    /** A voter. */
    FOUNDED,
    /** Its node id is a founder's, but its store is not: it learns, and never votes (F4, F8). */
    IDENTITY_MISMATCH,
    /** The cluster was founded without it: it learns, and never votes (F4). */
    NOT_A_FOUNDER,
    /** Its store went back in time: it takes no part (F4). */
    ROLLED_BACK;

    /** Whether the node knows the founders of its cluster. */
    public boolean knowsFounders() {
        return this == FOUNDED || learnsOnly();
    }

    /** Whether the node follows a founded cluster without a vote. */
    public boolean learnsOnly() {
        return this == IDENTITY_MISMATCH || this == NOT_A_FOUNDER;
    }
}
