package io.paxos.core.log;

import org.jspecify.annotations.Nullable;

/** Looks up what this node last voted for in a slot. */
@FunctionalInterface
public interface SlotVotes {

    /** The vote with the highest ballot in that slot, or null if there is none. */
    @Nullable Vote vote(long slot);
}
