package io.paxos.core.session;

/**
 * What became of a command in its slot.
 *
 * @param <R> what an executed command results in
 */
public sealed interface Answer<R> {

    /** Calls the method for this kind of answer. */
    <T> T dispatch(Cases<R, T> cases);

    /**
     * The command was executed now, for the first time.
     *
     * @param result its result
     */
    record Executed<R>(R result) implements Answer<R> {
        @Override
        public <T> T dispatch(Cases<R, T> cases) {
            return cases.executed(result);
        }
    }

    /**
     * The command was executed before; nothing was done now.
     *
     * @param result the result of that first time
     */
    record Repeated<R>(R result) implements Answer<R> {
        @Override
        public <T> T dispatch(Cases<R, T> cases) {
            return cases.repeated(result);
        }
    }

    /**
     * The command was not executed now, and no copy of it ever will be. What is known of the past depends on the cause.
     *
     * @param cause why
     */
    record NotApplied<R>(Cause cause) implements Answer<R> {
        @Override
        public <T> T dispatch(Cases<R, T> cases) {
            return cases.notApplied(cause);
        }
    }

    /** Why a command was not executed. */
    enum Cause {
        /**
         * Its idempotency key belongs to another operation, name or value (rule C2). The command was certainly never
         * executed.
         */
        KEY_REUSED(true),
        /**
         * It is not in the table, and is older than what the table has forgotten (rule C3). Unknown: it was perhaps
         * executed long ago, and its answer is forgotten; perhaps this is just its first copy, very late.
         */
        EXPIRED(false),
        /**
         * Its client has said since that it waits for this sequence no longer, so its answer is forgotten (rule C1).
         * Unknown: either it was executed and answered, or its caller has given up on it and was told so.
         */
        CLOSED(false),
        /**
         * Its client had too many sequences open when it made the command (rule C1). The command was certainly never
         * executed.
         */
        TOO_MANY_OPEN(true);

        private final boolean neverExecuted;

        Cause(boolean neverExecuted) {
            this.neverExecuted = neverExecuted;
        }

        /** Whether it is certain that the command was never executed; else its outcome is unknown (rule C4). */
        public boolean neverExecuted() {
            return neverExecuted;
        }
    }

    /** One method for each kind of answer. */
    interface Cases<R, T> {
        /** Executed now. */
        T executed(R result);

        /** Executed before, with this result. */
        T repeated(R result);

        /** Not executed now. */
        T notApplied(Cause cause);
    }
}
