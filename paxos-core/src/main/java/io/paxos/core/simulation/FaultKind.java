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
    /** A set of links went down for a moment, as it did before and will again. */
    FLAPPING,
    /** A process stood still, and went on as if no time had passed. */
    PAUSE,
    /** A process died. */
    CRASH,
    /** A process died with a write under way, which was lost. */
    CRASH_LOSING_WRITE,
    /** A process died with a write under way, which reached the disk all the same. */
    CRASH_KEEPING_WRITE,
    /** A process died with a write under way, of which the promise and some of the rows reached the disk. */
    CRASH_TEARING_WRITE,
    /** A process died when it had acted on some of the effects of a step, and not on the rest. */
    CRASH_AMID_EFFECTS,
    /** A process was stopped in order: it ended its calls, led no more, and then was gone. */
    STOP,
    /** A process started again from its disk. */
    RESTART,
    /** A store was lost before its cluster was founded. */
    WIPE_IN_FOUNDING,
    /** A store of a minority was lost after its cluster was founded. */
    WIPE,
    /** A store came back as it had been some writes before. No promise of ours holds then: see RolledBackStoreTests. */
    ROLLBACK,
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
    CLIENT_RESTART,
    /** A client asked for much more at once than a node takes in. */
    OVERLOAD;

    /** Whether runs are drawn with or without this kind; the others follow from a crash, or are beyond what is promised. */
    boolean isDrawn() {
        return switch (this) {
            case CRASH_LOSING_WRITE, CRASH_KEEPING_WRITE, CRASH_TEARING_WRITE, RESTART, ROLLBACK -> false;
            default -> true;
        };
    }
}
