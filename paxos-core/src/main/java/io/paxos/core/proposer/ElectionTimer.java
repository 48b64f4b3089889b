package io.paxos.core.proposer;

import java.util.random.RandomGenerator;

/**
 * When to campaign: after a time without a leader that is drawn anew for each attempt, between one and two times the
 * least time-out (rule 3.6, PITFALLS 47). Counts ticks; there is no clock.
 */
public final class ElectionTimer {

    private final int leastTicks;
    private final RandomGenerator random;
    private long heardAt;
    private long dueAt;

    /**
     * @param leastTicks the least time-out in ticks, at least 1
     * @param random injected, seeded differently on each node
     * @param now present tick
     */
    public ElectionTimer(int leastTicks, RandomGenerator random, long now) {
        this.leastTicks = leastTicks;
        this.random = random;
        // a node that has just started cannot tell whether a leader lives, so it does not help to depose one
        this.heardAt = now;
        restart(now);
    }

    /** The leader was heard. */
    public void onLeaderHeard(long now) {
        heardAt = now;
        restart(now);
    }

    /** Waits a whole, newly drawn time-out from now on. */
    public void restart(long now) {
        dueAt = now + leastTicks + random.nextInt(leastTicks + 1);
    }

    /** Whether it is time to campaign. */
    public boolean isDue(long now) {
        return now >= dueAt;
    }

    /** Whether the leader was heard within the least time-out: then a poll is refused (rule S1). */
    public boolean hearsLeader(long now) {
        return now - heardAt < leastTicks;
    }
}
