package io.paxos.spring.template;

import java.time.Duration;

/**
 * Is told how the calls of a {@link ConsensusTemplate} end, each once. Nothing depends on it.
 *
 * <ul>
 * <li>Blocks: never; calls, and what hangs on their futures, wait for it.
 * <li>Throws: should not; what it throws is logged and otherwise ignored.
 * <li>Lost: a call that is refused for its arguments, as an {@link IllegalArgumentException}, is not told.
 * <li>Thread: whichever ends the call, many at a time: the caller's, or the one on which the future completes.
 * </ul>
 */
@FunctionalInterface
public interface CallListener {

    /** What was called. */
    enum Operation {
        /** {@link ConsensusOperations#decide}. */
        DECIDE(true),
        /** {@link ConsensusOperations#append}. */
        APPEND(true),
        /** {@link ConsensusOperations#put}. */
        PUT(true),
        /** {@link ConsensusOperations#compareAndSet}. */
        COMPARE_AND_SET(true),
        /** {@link ConsensusOperations#decision}. */
        DECISION(false),
        /** {@link ConsensusOperations#decisions}. */
        DECISIONS(false),
        /** {@link ConsensusOperations#read}. */
        READ(false),
        /** {@link ConsensusOperations#size}. */
        SIZE(false),
        /** {@link ConsensusOperations#get}. */
        GET(false);

        private final boolean writes;

        Operation(boolean writes) {
            this.writes = writes;
        }

        /** Whether it may change something. */
        public boolean writes() {
            return writes;
        }
    }

    /** How a call has ended for its caller. */
    enum End {
        /** With an answer. */
        DONE,
        /** With a {@link io.paxos.core.error.NotExecutedException}. */
        NOT_EXECUTED,
        /** With an {@link io.paxos.core.error.OutcomeUnknownException}; only a write can. */
        UNKNOWN,
        /** With anything else, as when a value cannot be encoded, or an answer not decoded; a write may be done even so. */
        FAILED
    }

    /**
     * A call has ended. Its future, if it has one, completes right after.
     *
     * @param took from the call to its end, retries included
     */
    void onEnded(Operation operation, End end, Duration took);
}
