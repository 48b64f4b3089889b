package io.paxos.core.learner;

import io.paxos.core.ballot.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when and whom to ask for chosen values. Not at once: an {@code Accept} overtaken by the announcement after it
 * is on its way. Then one question at a time, to the leader first, and on silence to the next node (PY-6: a question
 * already under way is not repeated).
 */
public final class CatchUp {

    private final int patienceTicks;
    private final int retryTicks;
    private long lastChosenUpTo;
    private int ticksWithoutProgress;
    private int ticksWaiting;
    private boolean asked;
    private int turn;

    /**
     * @param patienceTicks how long to wait for a missing vote to arrive, at least 1
     * @param retryTicks how long to wait for an answer before asking another node, at least 1
     */
    public CatchUp(int patienceTicks, int retryTicks) {
        this.patienceTicks = patienceTicks;
        this.retryTicks = retryTicks;
    }

    /**
     * One tick has passed.
     *
     * @param behind whether a value is missing
     * @param chosenUpTo how far the node is; while that moves, nobody is asked
     * @param sources whom to ask, the best first
     * @return whom to ask now; null if nobody
     */
    public @Nullable NodeId onTick(boolean behind, long chosenUpTo, List<NodeId> sources) {
        if (!behind || sources.isEmpty()) {
            reset();
            return null;
        }
        ticksWithoutProgress = chosenUpTo == lastChosenUpTo ? ticksWithoutProgress + 1 : 1;
        lastChosenUpTo = chosenUpTo;
        if (asked) {
            ticksWaiting++;
            if (ticksWaiting < retryTicks) {
                return null;
            }
            turn++;
        } else if (ticksWithoutProgress < patienceTicks) {
            return null;
        }
        return ask(sources);
    }

    /**
     * An answer has brought something new.
     *
     * @return whom to ask for the next page now; null if nothing is missing
     */
    public @Nullable NodeId onProgress(boolean behind, List<NodeId> sources) {
        if (!behind || sources.isEmpty()) {
            reset();
            return null;
        }
        return ask(sources);
    }

    /**
     * An answer has brought nothing new: the next node is asked at once, until each had its turn.
     *
     * @return whom to ask now; null if nobody
     */
    public @Nullable NodeId onNoNews(boolean behind, List<NodeId> sources) {
        if (!behind || !asked || sources.isEmpty() || (turn + 1) % sources.size() == 0) {
            return null;
        }
        turn++;
        return ask(sources);
    }

    private NodeId ask(List<NodeId> sources) {
        asked = true;
        ticksWaiting = 0;
        return sources.get(Math.floorMod(turn, sources.size()));
    }

    private void reset() {
        ticksWithoutProgress = 0;
        ticksWaiting = 0;
        asked = false;
        turn = 0;
    }
}
