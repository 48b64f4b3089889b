package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client as its object sees it: when it may have taken effect, what its answer says of the moment at which
 * it did, and what it wrote.
 *
 * @param invoked when it began; no two calls of a history begin or end at the same time
 * @param ended when it was answered; {@link #OPEN} for one without an answer, which may have happened at any time after
 *     it began, or never
 * @param request the operation or query
 * @param answer the answer; null if there is none
 * @param needs what must hold when it takes effect
 * @param writes what it writes; null if it changes nothing
 */
record HistoryCall(long invoked, long ended, Object request, @Nullable Object answer, Precondition needs,
        @Nullable Bytes writes) {

    /** The end of a call that has none. */
    static final long OPEN = Long.MAX_VALUE;

    boolean isOpen() {
        return ended == OPEN;
    }

    /** What it writes, if it does. */
    Bytes written() {
        return Objects.requireNonNull(writes);
    }

    /** The same call, had it got no answer; null for a read, of which nothing is left then. */
    @Nullable HistoryCall withoutAnswer() {
        return request instanceof Operation operation ? SequentialMeaning.of(invoked, OPEN, operation, null) : null;
    }

    @Override
    public String toString() {
        return "[" + invoked + ".." + (isOpen() ? "" : ended) + "] " + CallText.of(request, answer);
    }
}
