package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.DurableState;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.membership.FoundingPlan;
import java.util.random.RandomGenerator;

/**
 * What a replica is made of.
 *
 * @param self this node, listed in the plan
 * @param group name of the log; {@code default} for now
 * @param plan whom to found the cluster with
 * @param options bounds and times
 * @param durable what the store holds
 * @param machine the replicated state, empty
 * @param random seeded differently at every start of every node
 * @param roles makes the roles
 */
public record ReplicaSetup(NodeId self, String group, FoundingPlan plan, ReplicaOptions options, DurableState durable,
        StateMachine machine, RandomGenerator random, RoleFactory roles) {

    /**
     * @throws IllegalArgumentException if the node is not listed in the plan
     */
    public ReplicaSetup {
        if (!plan.weights().containsKey(self)) {
            throw new IllegalArgumentException("node " + self + " is not among the listed nodes " + plan.nodes());
        }
    }
}
