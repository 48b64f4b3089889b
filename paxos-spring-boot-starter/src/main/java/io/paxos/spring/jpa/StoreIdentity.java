package io.paxos.spring.jpa;

import io.paxos.core.ballot.NodeId;

/**
 * Whose store it is.
 *
 * @param group name of the log
 * @param cluster configured name of the cluster
 */
record StoreIdentity(String group, String cluster, NodeId node) {
}
