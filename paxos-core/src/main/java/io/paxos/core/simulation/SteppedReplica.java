package io.paxos.core.simulation;

import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;

/** What the simulation drives: the production replica, or in tests one with a planted bug around it. */
public interface SteppedReplica {

    /** See {@link Replica#step}. */
    Effects step(Input input);

    /** See {@link Replica#status}. */
    ReplicaStatus status();

    /** Makes a replica at each start of a node. */
    @FunctionalInterface
    interface Factory {

        /** The production replica. */
        Factory PRODUCTION = setup -> of(new Replica(setup));

        /** A replica as its store left it. */
        SteppedReplica create(ReplicaSetup setup);
    }

    /** A replica as it is. */
    static SteppedReplica of(Replica replica) {
        return new SteppedReplica() {
            @Override
            public Effects step(Input input) {
                return replica.step(input);
            }

            @Override
            public ReplicaStatus status() {
                return replica.status();
            }
        };
    }
}
