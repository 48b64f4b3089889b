package io.paxos.core.simulation;

import java.util.List;

/** All properties that a run must keep, each with a memory of its own. */
final class Invariants {

    private Invariants() {
    }

    static List<Invariant> all() {
        return List.of(new OneValuePerBallot(), new PromiseMonotonic(), new Agreement(), new AppliedInOrder(),
                new AppliedAlike(), new ExactlyOnce(), new AcknowledgedForEver(), new RefusedForSure(), new ReadsNotStale(),
                new Linearizable());
    }
}
