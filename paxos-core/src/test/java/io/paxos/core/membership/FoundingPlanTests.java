package io.paxos.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.NodeId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FoundingPlanTests {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");
    private static final NodeId C = NodeId.of("c");
    private static final QuorumSizes TWO = new QuorumSizes(2, 2);

    private final FoundingPlan plan = FoundingPlan.majority("cluster", List.of(A, B, C));

    @Test
    @Tag("P27")
    void theDigestDoesNotDependOnTheOrderOfTheList() {
        assertThat(FoundingPlan.majority("cluster", List.of(C, A, B))).isEqualTo(plan);
        assertThat(FoundingPlan.majority("cluster", List.of(C, B, A)).digest()).isEqualTo(plan.digest());
    }

    /** It is compared between nodes of different releases: it may not change. */
    @Test
    void theDigestIsStable() {
        assertThat(plan.digest()).isEqualTo(
                "759a0103a788196e91a5b1297985824ecd5515bd8f3f8f8c0a21114fbc279cb3");
    }

    @Test
    @Tag("P27")
    void theDigestDiffersWhereverThePlanDiffers() {
        List<FoundingPlan> plans = List.of(
                plan,
                FoundingPlan.majority("other", List.of(A, B, C)),
                FoundingPlan.majority("cluster", List.of(A, B)),
                FoundingPlan.majority("cluster", List.of(A, B, NodeId.of("d"))),
                new FoundingPlan("cluster", weights(1, 1, 1), new QuorumSizes(3, 1)),
                new FoundingPlan("cluster", weights(1, 1, 1), new QuorumSizes(1, 3)),
                new FoundingPlan("cluster", weights(2, 1, 1), new QuorumSizes(3, 2)),
                new FoundingPlan("cluster", weights(1, 2, 1), new QuorumSizes(3, 2)));

        assertThat(plans.stream().map(FoundingPlan::digest)).doesNotHaveDuplicates();
    }

    @Test
    @Tag("TOY-10")
    void quorumsThatCouldMissEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FoundingPlan("cluster", weights(1, 1, 1), new QuorumSizes(1, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FoundingPlan("cluster", weights(2, 1, 1), TWO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoundingPlan.majority("cluster", List.of()));
    }

    @Test
    void theFoundersAreTheListedNodesWithTheirStores() {
        Membership founders = plan.foundersWith(stores());

        assertThat(founders.epoch()).isZero();
        assertThat(founders.quorums()).isEqualTo(TWO);
        assertThat(founders.isPinned(B, new StorageId(0, 2))).isTrue();
        assertThat(plan.agreesWith(founders)).isTrue();
    }

    @Test
    void everyFounderHasAStoreOfItsOwn() {
        Map<NodeId, StorageId> oneMissing = new TreeMap<>(stores());
        oneMissing.remove(C);
        Map<NodeId, StorageId> oneTooMany = new TreeMap<>(stores());
        oneTooMany.put(NodeId.of("d"), new StorageId(0, 4));
        Map<NodeId, StorageId> oneTwice = new TreeMap<>(stores());
        oneTwice.put(C, new StorageId(0, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> plan.foundersWith(oneMissing));
        assertThatIllegalArgumentException().isThrownBy(() -> plan.foundersWith(oneTooMany));
        assertThatIllegalArgumentException().isThrownBy(() -> plan.foundersWith(oneTwice));
    }

    @Test
    void agreesOnlyWithFoundersOfTheSameNodesWeightsAndQuorums() {
        Membership founders = plan.foundersWith(stores());

        assertThat(FoundingPlan.majority("cluster", List.of(A)).agreesWith(founders)).isFalse();
        assertThat(new FoundingPlan("cluster", weights(2, 1, 1), new QuorumSizes(3, 2)).agreesWith(founders)).isFalse();
        assertThat(new FoundingPlan("cluster", weights(1, 1, 1), new QuorumSizes(3, 1)).agreesWith(founders)).isFalse();
    }

    private static SortedMap<NodeId, Integer> weights(int a, int b, int c) {
        return new TreeMap<>(Map.of(A, a, B, b, C, c));
    }

    private static Map<NodeId, StorageId> stores() {
        return Map.of(A, new StorageId(0, 1), B, new StorageId(0, 2), C, new StorageId(0, 3));
    }
}
