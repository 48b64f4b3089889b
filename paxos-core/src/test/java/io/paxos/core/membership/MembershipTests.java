package io.paxos.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.NodeId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MembershipTests {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");
    private static final NodeId C = NodeId.of("c");
    private static final NodeId STRANGER = NodeId.of("x");

    private final Membership members = new Membership(0, List.of(member(C, 3), member(A, 1), member(B, 2)),
            QuorumSizes.majority(3));

    @Test
    @Tag("P23")
    void onlyTheVeryStoreOfAMemberIsPinned() {
        assertThat(members.isPinned(A, new StorageId(0, 1))).isTrue();
        assertThat(members.isPinned(A, new StorageId(0, 9))).as("wiped").isFalse();
        assertThat(members.isPinned(A, new StorageId(0, 2))).as("the store of b").isFalse();
        assertThat(members.isPinned(STRANGER, new StorageId(0, 1))).isFalse();
        assertThat(members.isPinned(NodeId.NOBODY, new StorageId(0, 1))).isFalse();
    }

    @Test
    @Tag("P09")
    void nodesThatAreNoMembersDoNotCount() {
        assertThat(members.isAcceptQuorum(Set.of(A, STRANGER, NodeId.NOBODY))).isFalse();
        assertThat(members.isPrepareQuorum(Set.of(A, STRANGER))).isFalse();
        assertThat(members.isPrepareQuorum(Set.of(A, B, STRANGER))).isTrue();
    }

    @Test
    void membersStandInOrderHoweverTheyWereListed() {
        assertThat(members.nodes()).containsExactly(A, B, C);
        assertThat(members.others(B)).containsExactly(A, C);
        assertThat(members).isEqualTo(new Membership(0, List.of(member(A, 1), member(B, 2), member(C, 3)),
                QuorumSizes.majority(3)));
    }

    @Test
    void nobodyStandsTwiceAndSomebodyStandsThere() {
        QuorumSizes two = QuorumSizes.majority(2);

        assertThatIllegalArgumentException().isThrownBy(() -> new Membership(0, List.of(), QuorumSizes.majority(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(0, List.of(member(A, 1), member(A, 2)), two));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(0, List.of(member(A, 1), member(B, 1)), two));
        assertThatIllegalArgumentException().isThrownBy(() -> new Membership(-1, List.of(member(A, 1)), two));
        assertThatIllegalArgumentException().isThrownBy(() -> new Member(NodeId.NOBODY, new StorageId(0, 1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Member(A, new StorageId(0, 1), 0));
    }

    @Test
    void theClusterIdFollowsFromTheFoundersAlone() {
        ClusterId id = members.clusterId("name");

        assertThat(id).isEqualTo(new Membership(0, List.of(member(A, 1), member(B, 2), member(C, 3)),
                QuorumSizes.majority(3)).clusterId("name"));
        assertThat(id.founders()).hasSize(64);
        assertThat(id).isNotEqualTo(members.clusterId("other"));
        assertThat(id).as("another store").isNotEqualTo(new Membership(0,
                List.of(member(A, 1), member(B, 2), member(C, 4)), QuorumSizes.majority(3)).clusterId("name"));
        assertThat(id).as("other quorums").isNotEqualTo(
                new Membership(0, members.members(), new QuorumSizes(3, 1)).clusterId("name"));
        assertThat(id).isNotEqualTo(ClusterId.unfounded("name"));
    }

    @Test
    void aStorageIdIsReadAsItIsWritten() {
        StorageId id = new StorageId(0xfedc_ba98_7654_3210L, 15);

        assertThat(id).hasToString("fedcba9876543210000000000000000f");
        assertThat(StorageId.parse(id.toString())).isEqualTo(id);
        assertThatIllegalArgumentException().isThrownBy(() -> StorageId.parse("f"));
        assertThatIllegalArgumentException().isThrownBy(() -> StorageId.parse("g".repeat(32)));
    }

    private static Member member(NodeId node, long storage) {
        return new Member(node, new StorageId(0, storage), 1);
    }
}
