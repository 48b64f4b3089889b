package io.paxos.core.membership;

import io.paxos.core.ballot.NodeId;

/**
 * A voter: a node together with the one store that may vote for it.
 *
 * @param node name of the node
 * @param storage its pinned store; messages of another store are not counted (rule F8)
 * @param weight how much its vote counts, at least 1
 */
public record Member(NodeId node, StorageId storage, int weight) {

    /**
     * @throws IllegalArgumentException if the node is nobody or the weight below 1
     */
    public Member {
        if (node.equals(NodeId.NOBODY) || weight < 1) {
            throw new IllegalArgumentException("no member: node " + node + ", weight " + weight);
        }
    }
}
