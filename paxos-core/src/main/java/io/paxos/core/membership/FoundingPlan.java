package io.paxos.core.membership;

import io.paxos.core.ballot.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node is configured to found: the listed nodes with their weights, and the quorum sizes. It serves the founding
 * only (rule 3.8); two nodes found together only if their plans have the same {@linkplain #digest() digest} (F2).
 *
 * @param cluster configured name of the cluster
 * @param weights each listed node with its weight, sorted; at least one
 * @param quorums quorum sizes
 */
public record FoundingPlan(String cluster, SortedMap<NodeId, Integer> weights, QuorumSizes quorums) {

    /**
     * @throws IllegalArgumentException if no node is listed, a weight is below 1, or quorums could miss each other
     */
    public FoundingPlan {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        if (weights.isEmpty() || weights.containsKey(NodeId.NOBODY) || weights.values().stream().anyMatch(w -> w < 1)) {
            throw new IllegalArgumentException("a founding plan lists at least one node, each with a weight of at least 1: "
                    + weights);
        }
        quorums = quorums.requireIntersectionIn(weights.values().stream().reduce(0, Math::addExact));
    }

    /**
     * Equal weights and majorities.
     *
     * @throws IllegalArgumentException if there is no node or one is listed twice
     */
    public static FoundingPlan majority(String cluster, Collection<NodeId> nodes) {
        SortedMap<NodeId, Integer> weights = new TreeMap<>();
        for (NodeId node : nodes) {
            if (weights.put(node, 1) != null) {
                throw new IllegalArgumentException("node " + node + " is listed twice");
            }
        }
        return new FoundingPlan(cluster, weights, QuorumSizes.majority(weights.size()));
    }

    /** The listed nodes, in order. */
    public List<NodeId> nodes() {
        return List.copyOf(weights.keySet());
    }

    /** Hexadecimal SHA-256 of the list and the quorum sizes; addresses take no part, as they may differ by viewpoint. */
    public String digest() {
        String nodes = weights.entrySet().stream().map(e -> e.getKey() + "*" + e.getValue())
                .collect(Collectors.joining(","));
        return Digests.sha256("plan/1 cluster=" + cluster + " nodes=" + nodes + " prepare=" + quorums.prepare()
                + " accept=" + quorums.accept());
    }

    /**
     * The founders F: the listed nodes, each with its store (rule F2).
     *
     * @param stores the store of each listed node
     * @throws IllegalArgumentException if a store is missing or stands twice
     */
    public Membership foundersWith(Map<NodeId, StorageId> stores) {
        if (!stores.keySet().equals(weights.keySet())) {
            throw new IllegalArgumentException("founders need one store for each of " + nodes() + ", not " + stores);
        }
        return new Membership(0, weights.entrySet().stream()
                .map(e -> new Member(e.getKey(), Objects.requireNonNull(stores.get(e.getKey())), e.getValue())).toList(),
                quorums);
    }

    /** Whether the founders are those of this plan: same nodes, weights and quorum sizes. */
    public boolean agreesWith(Membership founders) {
        SortedMap<NodeId, Integer> founded = new TreeMap<>();
        founders.members().forEach(member -> founded.put(member.node(), member.weight()));
        return founded.equals(weights) && founders.quorums().equals(quorums);
    }
}
