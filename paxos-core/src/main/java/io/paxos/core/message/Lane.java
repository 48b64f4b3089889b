package io.paxos.core.message;

/** Which queue a message stands in on its way, so that what is small and urgent never waits behind what is large. */
public enum Lane {
    /** Small, answered from memory, and late means useless: whether a leader lives, and whether it may be another. */
    CONTROL,
    /** All the rest: what may be large, and what may wait for a disk. */
    BULK
}
