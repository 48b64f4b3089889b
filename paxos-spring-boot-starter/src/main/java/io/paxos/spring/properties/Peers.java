package io.paxos.spring.properties;

import io.paxos.core.ballot.NodeId;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The founding members of a cluster with their addresses. The same list on all nodes decides what a quorum is, so whatever may be
 * a slip is refused.
 */
final class Peers {

    private static final String PREFIX = "paxos.peers.";

    private Peers() {
    }

    /**
     * Reads the members.
     *
     * @param configured base URL by node id; empty for a cluster of one
     * @param self must be among them, if there are any
     * @return addresses as {@link PeerAddress#of} gives them; unmodifiable
     * @throws RefusedConfigurationException if a key is not a node id, a URL is none, two members have one URL or cannot be told
     *     apart, or this node is not among them
     */
    static SortedMap<NodeId, URI> of(Map<String, String> configured, NodeId self) {
        SortedMap<NodeId, URI> peers = new TreeMap<>();
        new TreeMap<>(configured).forEach((key, url) -> peers.put(idOf(key), PeerAddress.of(PREFIX + key, url)));
        requireDistinctIds(peers);
        requireDistinctAddresses(peers);
        if (!peers.isEmpty() && !peers.containsKey(self)) {
            throw new RefusedConfigurationException(
                    "paxos.node-id is " + self + ", and paxos.peers lists only " + peers.keySet() + ".",
                    "Set paxos.node-id to one of them; or, before the cluster is founded, add " + PREFIX + self
                            + " on every node.",
                    "paxos.node-id");
        }
        return Collections.unmodifiableSortedMap(peers);
    }

    private static NodeId idOf(String key) {
        try {
            return NodeId.of(key);
        } catch (IllegalArgumentException e) {
            throw PeerKey.refused(PREFIX + key);
        }
    }

    /** Spring Boot looks values up without regard to hyphens, and would give one member the URL of the other. */
    private static void requireDistinctIds(SortedMap<NodeId, URI> peers) {
        Map<String, NodeId> ids = new HashMap<>();
        for (NodeId id : peers.keySet()) {
            NodeId other = ids.putIfAbsent(id.value().replace("-", ""), id);
            if (other != null) {
                throw new RefusedConfigurationException("The node ids " + other + " and " + id + " in paxos.peers differ only in "
                        + "hyphens, and Spring Boot does not tell them apart.", "Give one of the two nodes another id.",
                        PREFIX + other, PREFIX + id);
            }
        }
    }

    private static void requireDistinctAddresses(SortedMap<NodeId, URI> peers) {
        Map<URI, NodeId> addresses = new HashMap<>();
        peers.forEach((id, address) -> {
            NodeId other = addresses.putIfAbsent(address, id);
            if (other != null) {
                throw new RefusedConfigurationException(PREFIX + other + " and " + PREFIX + id + " have the same URL, " + address
                        + ".", "Give each node a URL of its own.", PREFIX + other, PREFIX + id);
            }
        });
    }
}
