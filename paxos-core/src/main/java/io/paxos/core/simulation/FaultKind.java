package io.paxos.core.simulation;

/** What can go wrong in a simulation; each run draws which kinds it has, and the report counts how often each struck. */
public enum FaultKind {
    /** A message took longer than the fastest one. */
    DELAY,
    /** A message was lost. */
    LOSS,
    /** A message arrived twice. */
    DUPLICATION,
    /** A message was so late that many later ones overtook it. */
    REORDERING,
    /** A message ran into a cut link. */
    PARTITION,
    /** A process died. */
    CRASH,
    /** A process died with a write under way, which was lost. */
    CRASH_LOSING_WRITE,
    /** A process died with a write under way, which reached the disk all the same. */
    CRASH_KEEPING_WRITE,
    /** A process started again from its disk. */
    RESTART,
    /** A store was lost before its cluster was founded. */
    WIPE_IN_FOUNDING,
    /** A store of a minority was lost after its cluster was founded. */
    WIPE,
    /** A write failed; it may have reached the disk or not. */
    FAILED_WRITE,
    /** The timer of a process ran several times too fast or too slow, so that leaders overlap. */
    DRIFT,
    /** The leader was asked to hand over: the next one campaigns while it is still there. */
    HANDOVER,
    /** A disk was slow. */
    SLOW_DISK,
    /** An answer to a client was lost. */
    LOST_REPLY,
    /** A client forgot who it was and began as a new one. */
    CLIENT_RESTART;

    /** Whether a run may lack this kind; the others follow from a crash. */
    boolean isDrawn() {
        return this != CRASH_LOSING_WRITE && this != CRASH_KEEPING_WRITE && this != RESTART;
    }
}
