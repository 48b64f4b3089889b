package io.paxos.core.message;

import io.paxos.core.membership.Binding;

/**
 * Who a node is in the founding (rule F2); its node id and store stand in the header.
 *
 * @param planDigest digest of the peers list and quorum sizes that it is configured with
 * @param binding how far its store has come; durable
 */
public record NodeIdentity(String planDigest, Binding binding) {
}
