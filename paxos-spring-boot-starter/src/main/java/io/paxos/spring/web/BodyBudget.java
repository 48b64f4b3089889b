package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How many bytes may be held in one lane of bodies whose sender is not proven yet, for each member that is claimed to be the
 * sender: whoever forges one name neither exhausts the memory nor blocks the others (PITFALLS 81). Safe for use by many threads.
 */
final class BodyBudget {

    private final long limit;
    private final Map<NodeId, AtomicLong> held;

    /**
     * @param limit most bytes for each member
     */
    BodyBudget(Set<NodeId> members, long limit) {
        this.limit = limit;
        this.held = members.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), member -> new AtomicLong()));
    }

    /** Begins to read a body that is claimed to be this member's. */
    Reading read(NodeId claimed) {
        AtomicLong now = held.get(claimed);
        if (now == null) {
            throw new IllegalArgumentException(claimed + " is no member");
        }
        return new Reading(now);
    }

    /** One body. What counts is what has come of it: to announce a body costs nothing, so it must not take room from others. */
    final class Reading implements AutoCloseable {

        private final AtomicLong now;
        private long taken;

        private Reading(AtomicLong now) {
            this.now = now;
        }

        /** Takes room for so many bytes; false if there is not as much left. */
        boolean take(long bytes) {
            taken += bytes;
            return now.addAndGet(bytes) <= limit;
        }

        /** Gives back all that was taken. */
        @Override
        public void close() {
            now.addAndGet(-taken);
        }
    }
}
