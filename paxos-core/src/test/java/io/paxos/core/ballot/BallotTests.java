package io.paxos.core.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BallotTests {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");

    @Test
    void isOrderedByEpochThenRoundThenNode() {
        List<Ballot> ordered = List.of(Ballot.NONE, new Ballot(0, 1, A), new Ballot(0, 1, B), new Ballot(0, 2, A),
                new Ballot(0, 10, A), new Ballot(1, 1, A), new Ballot(1, 1, B), new Ballot(2, 1, A));
        List<Ballot> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(ordered.get(i).isBelow(ordered.get(j))).isEqualTo(i < j);
                assertThat(ordered.get(i).isAbove(ordered.get(j))).isEqualTo(i > j);
                assertThat(Ballot.max(ordered.get(i), ordered.get(j))).isEqualTo(ordered.get(Math.max(i, j)));
            }
        }
    }

    @Test
    void ofEqualRoundsTheHigherNodeIdIsHigher() {
        assertThat(Ballot.above(Ballot.NONE, 0, B)).isGreaterThan(Ballot.above(Ballot.NONE, 0, A));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "101", "200", "9999"})
    @Tag("GO-P1")
    @Tag("TOY-9")
    void theBallotsOfANodeRiseOverAHundredSteps(String id) {
        NodeId node = NodeId.of(id);
        Ballot ballot = Ballot.NONE;
        for (int step = 0; step < 100; step++) {
            Ballot next = Ballot.above(ballot, 0, node);
            assertThat(next).isGreaterThan(ballot);
            ballot = next;
        }
        assertThat(ballot.round()).isEqualTo(100);
    }

    @Test
    @Tag("GO-P1")
    @Tag("PY-2")
    @Tag("TOY-9")
    void theBallotsOfDifferentNodesNeverMeetWhateverTheyHearOfEachOther() {
        Random random = new Random(2);
        List<NodeId> nodes = List.of(NodeId.of("100"), NodeId.of("101"), NodeId.of("200"), NodeId.of("9999"));
        List<Ballot> highest = new ArrayList<>(Collections.nCopies(nodes.size(), Ballot.NONE));
        Set<Ballot> used = new HashSet<>();
        for (int step = 0; step < 10_000; step++) {
            int node = random.nextInt(nodes.size());
            int other = random.nextInt(nodes.size());
            if (random.nextBoolean()) {
                highest.set(node, Ballot.max(highest.get(node), highest.get(other)));
            } else {
                Ballot next = Ballot.above(highest.get(node), 0, nodes.get(node));
                assertThat(used.add(next)).as("step %d of seed 2: %s", step, next).isTrue();
                highest.set(node, next);
            }
        }
    }

    @Test
    @Tag("CONS-2")
    void aRefusedCandidateGoesAboveWhatItHeardAtOnce() {
        assertThat(Ballot.above(new Ballot(0, 41, B), 0, A)).isEqualTo(new Ballot(0, 42, A));
    }

    @Test
    void aNewEpochBeginsWithItsFirstRoundAboveAllEarlierOnes() {
        Ballot last = new Ballot(3, 1_000, B);

        assertThat(Ballot.above(last, 4, A)).isEqualTo(new Ballot(4, 1, A)).isGreaterThan(last);
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.above(last, 2, A));
    }

    @Test
    @Tag("P10")
    void roundsNeverWrap() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Ballot.above(new Ballot(0, Long.MAX_VALUE, A), 0, B));
    }

    @Test
    @Tag("P10")
    void aRoundThatCanOnlyComeFromAFaultIsRecognised() {
        Ballot promised = new Ballot(0, 7, A);

        assertThat(new Ballot(0, 7 + Ballot.MAX_ROUND_JUMP, B).jumpsTooFarAbove(promised)).isFalse();
        assertThat(new Ballot(0, 8 + Ballot.MAX_ROUND_JUMP, B).jumpsTooFarAbove(promised)).isTrue();
        assertThat(new Ballot(0, Long.MAX_VALUE, B).jumpsTooFarAbove(promised)).isTrue();
        assertThat(new Ballot(0, 1, B).jumpsTooFarAbove(new Ballot(0, Long.MAX_VALUE, A))).isFalse();
    }

    @Test
    @Tag("P10")
    void inANewEpochTheRoundIsCountedFromItsBeginning() {
        Ballot promised = new Ballot(0, 1L << 40, A);

        assertThat(new Ballot(1, Ballot.MAX_ROUND_JUMP, B).jumpsTooFarAbove(promised)).isFalse();
        assertThat(new Ballot(1, 1L << 40, B).jumpsTooFarAbove(promised)).isTrue();
    }

    @Test
    void onlyTheLowestBallotBelongsToNobody() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ballot(-1, 1, A));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ballot(0, -1, A));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ballot(0, 0, A));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ballot(0, 1, NodeId.NOBODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a.b", "a_b", "a b", "\u00e4", "a\n"})
    void refusesOtherFormsOfNodeIds(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of(id));
    }

    @Test
    void aNodeIdHasAtMost63Characters() {
        assertThat(NodeId.of("n".repeat(63)).value()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of("n".repeat(64)));
    }
}
