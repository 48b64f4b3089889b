package io.paxos.spring.codec;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a {@link Membership}.
 *
 * <pre>
 * membership := epoch members prepare accept
 * epoch      := varint
 * members    := list of member, each node above the one before it
 * member     := node (ascii), storage (16 bytes), weight (varint)
 * prepare    := varint
 * accept     := varint
 * </pre>
 */
public final class MembershipForm {

    /** Bytes of a member whose node has a name of one character. */
    private static final int LEAST_MEMBER = 2 + 2 * Long.BYTES + 1;

    private MembershipForm() {
    }

    /** Writes the one encoding of a membership. */
    public static void write(BinaryOutput out, Membership membership) {
        out.writeVarint(membership.epoch()).writeVarint(membership.members().size());
        for (Member member : membership.members()) {
            out.writeNodeId(member.node()).writeStorageId(member.storage()).writeVarint(member.weight());
        }
        out.writeVarint(membership.quorums().prepare()).writeVarint(membership.quorums().accept());
    }

    /**
     * Reads a membership.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static Membership read(BinaryInput in) {
        int from = in.position();
        long epoch = in.readVarint("the epoch of a membership");
        List<Member> members = readMembers(in);
        int prepare = in.readVarintUpTo("the weight of a prepare quorum", Integer.MAX_VALUE);
        int accept = in.readVarintUpTo("the weight of an accept quorum", Integer.MAX_VALUE);
        try {
            return new Membership(epoch, members, new QuorumSizes(prepare, accept));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // It is an ArithmeticException if the weights of the members add up to more than an int.
            throw in.refused(from, "a membership", e);
        }
    }

    private static List<Member> readMembers(BinaryInput in) {
        int count = in.readCount("the count of members", LEAST_MEMBER);
        List<Member> members = new ArrayList<>(count);
        NodeId last = NodeId.NOBODY;
        for (int i = 0; i < count; i++) {
            int from = in.position();
            NodeId node = in.readNodeId("the node of a member");
            // A membership sorts its members, so that another order would be a second encoding of it.
            if (node.compareTo(last) <= 0) {
                throw in.unexpected(from, "a member above " + last, "member " + node);
            }
            last = node;
            StorageId storage = in.readStorageId("the storage id of a member");
            int weight = in.readVarintUpTo("the weight of a member", Integer.MAX_VALUE);
            try {
                members.add(new Member(node, storage, weight));
            } catch (IllegalArgumentException e) {
                throw in.refused(from, "a member", e);
            }
        }
        return members;
    }
}
