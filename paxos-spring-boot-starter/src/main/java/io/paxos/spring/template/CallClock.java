package io.paxos.spring.template;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.OutcomeUnknownException;
import io.paxos.spring.template.CallListener.End;
import io.paxos.spring.template.CallListener.Operation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs from the begin of one call, and tells the listeners how it has ended. */
final class CallClock {

    private static final Logger log = LoggerFactory.getLogger(ConsensusTemplate.class);

    private final List<CallListener> listeners;
    private final Operation operation;
    private final long begun = System.nanoTime();

    CallClock(List<CallListener> listeners, Operation operation) {
        this.listeners = listeners;
        this.operation = operation;
    }

    /**
     * The call has ended; to be said once. Throws nothing, as its outcome must not depend on who is told of it.
     *
     * @param failure what its caller gets; null if an answer
     */
    void ended(@Nullable Throwable failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        End end = endOf(failure);
        for (CallListener listener : listeners) {
            try {
                listener.onEnded(operation, end, took);
            } catch (RuntimeException | Error e) {
                log.warn("a listener failed on the end of {}", operation, e);
            }
        }
    }

    private static End endOf(@Nullable Throwable failure) {
        if (failure == null) {
            return End.DONE;
        }
        if (failure instanceof NotExecutedException) {
            return End.NOT_EXECUTED;
        }
        return failure instanceof OutcomeUnknownException ? End.UNKNOWN : End.FAILED;
    }
}
