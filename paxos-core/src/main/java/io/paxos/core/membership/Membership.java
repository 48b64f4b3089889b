package io.paxos.core.membership;

import io.paxos.core.ballot.NodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of one epoch and their quorum sizes (rule M9). It comes from the founding (epoch 0) or, later, from an
 * entry of the log; a local property never counts (PITFALLS 9).
 *
 * @param epoch number of the configuration, from 0
 * @param members at least one, sorted by node, each node and each store once
 * @param quorums sizes that make any two quorums of different phases intersect
 */
public record Membership(long epoch, List<Member> members, QuorumSizes quorums) {

    /**
     * @throws IllegalArgumentException if there is no member, a node or store stands twice, or quorums could miss each
     *     other
     */
    public Membership {
        members = members.stream().sorted(Comparator.comparing(Member::node)).toList();
        if (epoch < 0 || members.isEmpty()) {
            throw new IllegalArgumentException("no membership: epoch " + epoch + ", members " + members);
        }
        if (members.stream().map(Member::node).distinct().count() < members.size()
                || members.stream().map(Member::storage).distinct().count() < members.size()) {
            throw new IllegalArgumentException("a node or a store stands twice in " + members);
        }
        quorums = quorums.requireIntersectionIn(weightOf(members));
    }

    /** The member of that name, or null. */
    public @Nullable Member member(NodeId node) {
        for (Member member : members) {
            if (member.node().equals(node)) {
                return member;
            }
        }
        return null;
    }

    /** Whether that node with that very store is a member: the only senders that count (rule F8). */
    public boolean isPinned(NodeId node, StorageId storage) {
        Member member = member(node);
        return member != null && member.storage().equals(storage);
    }

    /** Whether these nodes win phase 1. Nodes that are not members do not count. */
    public boolean isPrepareQuorum(Set<NodeId> nodes) {
        return weightOf(nodes) >= quorums.prepare();
    }

    /** Whether the votes of these nodes make a value chosen. Nodes that are not members do not count. */
    public boolean isAcceptQuorum(Set<NodeId> nodes) {
        return weightOf(nodes) >= quorums.accept();
    }

    /** What these nodes weigh together. Nodes that are not members weigh nothing. */
    public int weightOf(Set<NodeId> nodes) {
        int weight = 0;
        for (Member member : members) {
            if (nodes.contains(member.node())) {
                weight += member.weight();
            }
        }
        return weight;
    }

    /** Names of all members, in order. */
    public List<NodeId> nodes() {
        return members.stream().map(Member::node).toList();
    }

    /** Names of all members but one, in order. */
    public List<NodeId> others(NodeId self) {
        return members.stream().map(Member::node).filter(node -> !node.equals(self)).toList();
    }

    /** The id of the cluster that these members found (rule F2). */
    public ClusterId clusterId(String name) {
        String founders = members.stream().map(m -> m.node() + "=" + m.storage() + "*" + m.weight())
                .collect(Collectors.joining(","));
        return new ClusterId(name, Digests.sha256("founders/1 epoch=" + epoch + " members=" + founders + " prepare="
                + quorums.prepare() + " accept=" + quorums.accept()));
    }

    private static int weightOf(Collection<Member> members) {
        int weight = 0;
        for (Member member : members) {
            weight = Math.addExact(weight, member.weight());
        }
        return weight;
    }
}
