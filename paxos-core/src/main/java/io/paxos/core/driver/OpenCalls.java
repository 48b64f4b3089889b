package io.paxos.core.driver;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that have begun and not ended, with their deadlines. Confined to the thread of the protocol. */
final class OpenCalls {

    private static final Logger log = LoggerFactory.getLogger(OpenCalls.class);

    /**
     * A call of a user of this node.
     *
     * @param input makes the input of the call, given its number
     * @param reads whether it only reads, so that giving it up is always certain
     * @param deadline in nanoseconds of {@link System#nanoTime()}
     * @param whenEnded told the one outcome, on whichever thread ends the call
     */
    record Call(LongFunction<Input> input, boolean reads, long deadline, Consumer<Outcome> whenEnded) {

        /** Tells the outcome. Whatever is thrown there stays there: others wait behind it. */
        void end(Outcome outcome) {
            try {
                whenEnded.accept(outcome);
            } catch (Throwable e) {
                warn(outcome, e);
            }
        }
    }

    private static void warn(Outcome outcome, Throwable e) {
        try {
            log.warn("whoever waited for {} failed to take it", outcome, e);
        } catch (Throwable unspeakable) {
            // nothing is left to be said, and others wait
        }
    }

    private final Map<Long, Call> open = new HashMap<>();
    private long lastNumber;
    private long earliestDeadline;

    /** Notes a call and gives it its number. */
    long begin(Call call) {
        if (open.isEmpty() || call.deadline() - earliestDeadline < 0) {
            earliestDeadline = call.deadline();
        }
        open.put(++lastNumber, call);
        return lastNumber;
    }

    /** Ends a call; nothing if it has ended. */
    void end(long number, Outcome outcome) {
        Call call = open.remove(number);
        if (call != null) {
            call.end(outcome);
        }
    }

    /** Whether none has begun that has not ended. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Calls whose deadline has come; they stay open until they are ended.
     *
     * @param now {@link System#nanoTime()}
     */
    List<Long> overdue(long now) {
        if (open.isEmpty() || earliestDeadline - now > 0) {
            return List.of();
        }
        List<Long> overdue = new ArrayList<>();
        long earliest = now + Long.MAX_VALUE / 2;
        for (Map.Entry<Long, Call> entry : open.entrySet()) {
            long deadline = entry.getValue().deadline();
            if (deadline - now <= 0) {
                overdue.add(entry.getKey());
            } else if (deadline - earliest < 0) {
                earliest = deadline;
            }
        }
        earliestDeadline = earliest;
        return overdue;
    }

    /** The replica can answer nobody any more: commands end unknown, reads certainly without effect. */
    void abandon(Reason reason, String why) {
        Outcome ofReads = new Outcome.NotExecuted(reason, why);
        Outcome ofCommands = new Outcome.Unknown(why);
        for (Iterator<Call> calls = open.values().iterator(); calls.hasNext();) {
            Call call = calls.next();
            calls.remove();
            call.end(call.reads() ? ofReads : ofCommands);
        }
    }
}
