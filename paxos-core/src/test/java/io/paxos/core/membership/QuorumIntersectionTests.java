package io.paxos.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Brute force over subsets of members: a set of members is the set of the one bits of a number. */
class QuorumIntersectionTests {

    private static final int MOST_WEIGHT = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    @Tag("P09")
    @Tag("PY-11")
    void everyPrepareQuorumMeetsEveryAcceptQuorumWhateverWeightsAndSizes(int n) {
        List<Set<NodeId>> subsets = subsets(n);
        int configurations = 0;
        for (int[] weights : weights(n)) {
            int total = IntStream.of(weights).sum();
            for (int prepare = 1; prepare <= total; prepare++) {
                for (int accept = total - prepare + 1; accept <= total; accept++) {
                    assertQuorumsMeet(membership(weights, new QuorumSizes(prepare, accept)), subsets);
                    configurations++;
                }
            }
        }
        assertThat(configurations).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    @Tag("P09")
    @Tag("TOY-10")
    void sizesThatCouldMissEachOtherAreRefused(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        for (int prepare = 1; prepare <= n; prepare++) {
            for (int accept = 1; accept <= n - prepare; accept++) {
                QuorumSizes sizes = new QuorumSizes(prepare, accept);
                assertThatIllegalArgumentException().isThrownBy(() -> membership(ones, sizes))
                        .withMessageContaining("may miss each other");
                // and rightly so: the first nodes and the last ones are two such quorums
                int first = (1 << prepare) - 1;
                int last = ((1 << accept) - 1) << (n - accept);
                assertThat(first & last).isZero();
            }
        }
    }

    @Test
    @Tag("TOY-10")
    void aQuorumOfOneAmongFiveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> membership(new int[] {1, 1, 1, 1, 1}, new QuorumSizes(1, 1)));
    }

    @Test
    void aQuorumThatCanNeverBeReachedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> membership(new int[] {1, 1, 1}, new QuorumSizes(1, 4)))
                .withMessageContaining("never be reached");
        assertThatIllegalArgumentException().isThrownBy(() -> new QuorumSizes(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new QuorumSizes(3, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4"})
    @Tag("GO-P2")
    @Tag("GO-L1")
    void aMajorityIsMoreThanHalf(int n, int majority) {
        assertThat(QuorumSizes.majority(n)).isEqualTo(new QuorumSizes(majority, majority));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    @Tag("GO-P3")
    void exactlyAMajoritySuffices(int n) {
        List<NodeId> nodes = nodes(n);
        int majority = n / 2 + 1;
        Membership members = membership(IntStream.range(0, n).map(i -> 1).toArray(), QuorumSizes.majority(n));

        assertThat(members.isAcceptQuorum(Set.copyOf(nodes.subList(0, majority)))).isTrue();
        assertThat(members.isAcceptQuorum(Set.copyOf(nodes.subList(0, majority - 1)))).isFalse();
    }

    @Test
    @Tag("PY-11")
    void oneHeavyMemberMayBeAQuorum() {
        Membership members = membership(new int[] {1, 1, 3}, QuorumSizes.majority(5));

        assertThat(members.isAcceptQuorum(Set.of(node(2)))).isTrue();
        assertThat(members.isAcceptQuorum(Set.of(node(0), node(1)))).isFalse();
    }

    private static void assertQuorumsMeet(Membership members, List<Set<NodeId>> subsets) {
        List<Integer> prepareQuorums = those(subsets, members::isPrepareQuorum);
        List<Integer> acceptQuorums = those(subsets, members::isAcceptQuorum);
        assertThat(prepareQuorums).isNotEmpty();
        assertThat(acceptQuorums).isNotEmpty();
        for (int prepare : prepareQuorums) {
            for (int accept : acceptQuorums) {
                if ((prepare & accept) == 0) {
                    throw new AssertionError(members + ": " + subsets.get(prepare) + " wins phase 1 and "
                            + subsets.get(accept) + " phase 2");
                }
            }
        }
    }

    private static List<Integer> those(List<Set<NodeId>> subsets, Predicate<Set<NodeId>> isQuorum) {
        return IntStream.range(0, subsets.size()).filter(i -> isQuorum.test(subsets.get(i))).boxed().toList();
    }

    /** All ways to give n nodes weights up to {@link #MOST_WEIGHT}, but for the order of nodes. */
    private static List<int[]> weights(int n) {
        List<int[]> all = new ArrayList<>();
        addWeights(new int[n], 0, 1, all);
        return all;
    }

    private static void addWeights(int[] chosen, int at, int least, List<int[]> all) {
        if (at == chosen.length) {
            all.add(chosen.clone());
            return;
        }
        for (int weight = least; weight <= MOST_WEIGHT; weight++) {
            chosen[at] = weight;
            addWeights(chosen, at + 1, weight, all);
        }
    }

    private static List<Set<NodeId>> subsets(int n) {
        List<Set<NodeId>> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << n; bits++) {
            Set<NodeId> subset = new HashSet<>();
            for (int i = 0; i < n; i++) {
                if ((bits >> i & 1) == 1) {
                    subset.add(node(i));
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }

    private static Membership membership(int[] weights, QuorumSizes sizes) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            members.add(new Member(node(i), new StorageId(0, i), weights[i]));
        }
        return new Membership(0, members, sizes);
    }

    private static List<NodeId> nodes(int n) {
        return IntStream.range(0, n).mapToObj(QuorumIntersectionTests::node).toList();
    }

    private static NodeId node(int i) {
        return NodeId.of("n" + i);
    }
}
