package io.paxos.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DurableStateBuilderTests {

    private static final StorageId STORAGE = new StorageId(7, 7);
    private static final NodeId NODE = NodeId.of("node1");
    private static final Binding FOUNDED =
            new Binding(new Membership(0, List.of(new Member(NODE, STORAGE, 1)), QuorumSizes.majority(1)), true);

    @Test
    @Tag("P86")
    void aShorterRowOfAHigherBallotHidesOnlyItsOwnSlots() {
        DurableState state = builder(9, 0)
                .add(new VoteRow(ballot(1), 1, entries("old", 1, 10)))
                .add(new VoteRow(ballot(2), 1, entries("new", 1, 3)))
                .build();

        assertThat(state.votes()).hasSize(10);
        assertThat(state.votes().get(3L)).isEqualTo(new Vote(ballot(2), entry("new3")));
        assertThat(state.votes().get(4L)).isEqualTo(new Vote(ballot(1), entry("old4")));
    }

    @Test
    @Tag("P86")
    void theHighestBallotWinsInEverySlotWhateverTheOrderOfRows() {
        long seed = 86;
        Random random = new Random(seed);
        for (int trial = 0; trial < 500; trial++) {
            List<VoteRow> rows = new ArrayList<>();
            Map<Long, Vote> expected = new TreeMap<>();
            for (int round = 1; round <= 8; round++) {
                int first = 1 + random.nextInt(12);
                VoteRow row = new VoteRow(ballot(round), first,
                        entries("r" + round + "s", first, first + random.nextInt(6)));
                rows.add(row);
                for (long slot = row.firstSlot(); slot <= row.lastSlot(); slot++) {
                    // rounds rise, so the last one is the highest
                    expected.put(slot, new Vote(row.ballot(), row.entries().get((int) (slot - first))));
                }
            }
            Collections.shuffle(rows, random);
            DurableStateBuilder builder = builder(8, 0);
            rows.forEach(builder::add);

            assertThat(builder.build().votes()).as("seed %d, trial %d", seed, trial).isEqualTo(expected);
        }
    }

    @Test
    @Tag("P88")
    void aChosenValueOutranksTheVoteBeforeAndAfterIt() {
        DurableState state = builder(9, 2)
                .add(new VoteRow(ballot(1), 1, List.of(entry("vote1"))))
                .add(new ChosenRow(1, List.of(entry("chosen1"), entry("chosen2"))))
                .add(new VoteRow(ballot(9), 2, List.of(entry("vote2"))))
                .build();

        assertThat(state.chosen()).containsExactly(entry("chosen1"), entry("chosen2"));
        assertThat(state.votes()).isEmpty();
    }

    @Test
    @Tag("P89")
    void belowTheMarkTheOwnVoteIsTheChosenValueAndAboveItStaysAVote() {
        DurableState state = builder(2, 2)
                .add(new VoteRow(ballot(1), 1, entries("a", 1, 3)))
                .add(new VoteRow(ballot(2), 2, entries("b", 2, 3)))
                .build();

        assertThat(state.chosen()).containsExactly(entry("a1"), entry("b2"));
        assertThat(state.votes()).containsExactly(Map.entry(3L, new Vote(ballot(2), entry("b3"))));
    }

    @Test
    @Tag("P18")
    void aValueMissingBelowTheMarkIsADamagedStore() {
        DurableStateBuilder builder = builder(1, 3)
                .add(new VoteRow(ballot(1), 1, List.of(entry("a"))))
                .add(new ChosenRow(3, List.of(entry("c"))));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("no value of slot 2");
    }

    @Test
    @Tag("P03")
    void aVoteAboveThePromiseIsADamagedStore() {
        DurableStateBuilder builder = builder(1, 0).add(new VoteRow(ballot(2), 1, List.of(entry("a"))));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("above its promise");
    }

    @Test
    @Tag("P37")
    void twoValuesInOneSlotAndBallotAreADamagedStore() {
        DurableStateBuilder votes = builder(1, 0).add(new VoteRow(ballot(1), 1, List.of(entry("a"))));
        DurableStateBuilder chosen = builder(1, 0).add(new ChosenRow(1, List.of(entry("a"))));

        assertThatIllegalStateException().isThrownBy(() -> votes.add(new VoteRow(ballot(1), 1, List.of(entry("b")))))
                .withMessageContaining("two votes in slot 1");
        assertThatIllegalStateException().isThrownBy(() -> chosen.add(new ChosenRow(1, List.of(entry("b")))))
                .withMessageContaining("two chosen values in slot 1");
    }

    @Test
    @Tag("P28")
    void aStoreThatWasNeverFoundedHasPromisedNothing() {
        DurableStateBuilder builder = new DurableStateBuilder(STORAGE).meta(new Meta(ballot(1), 0, Binding.UNBOUND));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("never founded");
    }

    @Test
    void anEmptyStoreHasTheInitialState() {
        DurableState state = new DurableStateBuilder(STORAGE).build();

        assertThat(state).isEqualTo(new DurableState(STORAGE, Meta.INITIAL, new TreeMap<>(), List.of()));
    }

    @Test
    @Tag("P58")
    void writesMergedForOneCommitAddUpToWhatTheyWouldOneByOne() {
        long seed = 58;
        Random random = new Random(seed);
        List<AcceptorWrite> writes = IntStream.rangeClosed(1, 30).mapToObj(id -> new AcceptorWrite(id,
                new Meta(ballot(id), 0, FOUNDED),
                List.of(new VoteRow(ballot(id), 1 + random.nextInt(20), entries("w" + id + "-", 1, 4))),
                List.of(new ChosenRow(1, entries("c", 1, 1 + random.nextInt(5)))))).toList();
        DurableStateBuilder oneByOne = new DurableStateBuilder(STORAGE);
        writes.forEach(oneByOne::add);
        AcceptorWrite merged = AcceptorWrite.merged(writes);

        assertThat(new DurableStateBuilder(STORAGE).add(merged).build()).as("seed %d", seed)
                .isEqualTo(oneByOne.build());
    }

    private static DurableStateBuilder builder(long promisedRound, long chosenUpTo) {
        return new DurableStateBuilder(STORAGE)
                .meta(new Meta(ballot(promisedRound), chosenUpTo, FOUNDED));
    }

    private static Ballot ballot(long round) {
        return new Ballot(0, round, NODE);
    }

    private static List<Entry> entries(String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> entry(prefix + i)).toList();
    }

    private static Entry entry(String body) {
        return new Command(new ClientSequence(new ClientId(1, 1), 1), 1, 0, Bytes.utf8(body));
    }
}
