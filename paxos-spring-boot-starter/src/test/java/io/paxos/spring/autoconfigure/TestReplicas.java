package io.paxos.spring.autoconfigure;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.DurableState;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Replicas for drivers that a test makes itself. */
final class TestReplicas {

    private TestReplicas() {
    }

    /** A replica that founds its cluster alone. */
    static Function<DurableState, Replica> clusterOfOne(NodeId self) {
        FoundingPlan plan = FoundingPlan.majority("default", List.of(self));
        return durable -> new Replica(new ReplicaSetup(self, "default", plan, ReplicaOptions.DEFAULTS, durable,
                new ReplicatedState(), new SplittableRandom(1), RoleFactory.STANDARD));
    }
}
