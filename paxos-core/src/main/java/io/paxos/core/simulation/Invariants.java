package io.paxos.core.simulation;

import java.util.ArrayList;
import java.util.List;

/** All properties that a run must keep, each with a memory of its own. */
final class Invariants {

    private Invariants() {
    }

    static List<Invariant> all() {
        List<Invariant> all = new ArrayList<>(ofWhatIsSeen());
        all.addAll(List.of(new AcknowledgedDurable(), new PromiseMonotonic(), new NoUnpinnedVotes(), new PromiseTellsAll(),
                new OnlyChosenIsTold()));
        return List.copyOf(all);
    }

    /** Those that are broken only when something has really gone wrong, not already when it might. */
    static List<Invariant> ofWhatIsSeen() {
        return List.of(new OneValuePerBallot(), new Agreement(), new AppliedInOrder(), new AppliedAlike(), new ExactlyOnce(),
                new AcknowledgedForEver(), new RefusedForSure(), new ReadsNotStale(), new Linearizable());
    }
}
