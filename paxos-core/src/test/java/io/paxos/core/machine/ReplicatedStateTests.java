package io.paxos.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.log.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReplicatedStateTests {

    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");

    private final ReplicatedState state = new ReplicatedState();
    private long slot;

    @Test
    @Tag("P53")
    void theFirstWriterOfADecisionWinsForEver() {
        assertThat(apply(new Decide("seat", A))).isEqualTo(new Decided("seat", A, 1, true));
        assertThat(apply(new Decide("seat", B))).isEqualTo(new Decided("seat", A, 1, false));
        assertThat(apply(new Decide("other", B))).isEqualTo(new Decided("other", B, 3, true));
        assertThat(state.query(new DecisionOf("seat"))).isEqualTo(new DecisionResult("seat", A, 1));
    }

    @Test
    void aLaterCommandDoesNotWinWithTheSameValueEither() {
        apply(new Decide("seat", A));

        assertThat(apply(new Decide("seat", A))).isEqualTo(new Decided("seat", A, 1, false));
    }

    @Test
    void aLogCountsItsOwnValuesFromZero() {
        assertThat(apply(new Append("x", A))).isEqualTo(new Appended("x", 0, 1));
        assertThat(apply(new Append("y", A))).isEqualTo(new Appended("y", 0, 2));
        assertThat(apply(new Append("x", A))).isEqualTo(new Appended("x", 1, 3));
        assertThat(state.query(new LogSize("x"))).isEqualTo(new LogLength("x", 2));
        assertThat(state.query(new LogSize("unknown"))).isEqualTo(new LogLength("unknown", 0));
    }

    @Test
    void aPageIsAsLongAsAskedForOrEndsWithTheLog() {
        List<Bytes> values = IntStream.range(0, 10).mapToObj(i -> Bytes.utf8("v" + i)).toList();
        values.forEach(value -> apply(new Append("log", value)));

        assertThat(page(0, 4)).isEqualTo(values.subList(0, 4));
        assertThat(page(4, 4)).isEqualTo(values.subList(4, 8));
        assertThat(page(8, 4)).isEqualTo(values.subList(8, 10));
        assertThat(page(9, Integer.MAX_VALUE)).isEqualTo(values.subList(9, 10));
        assertThat(page(10, 4)).isEmpty();
        assertThat(page(Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(state.query(new LogRange("unknown", 3, 4))).isEqualTo(new LogPage("unknown", 3, List.of()));
    }

    @Test
    void aPageDoesNotChangeWhenTheLogGrows() {
        apply(new Append("log", A));
        List<Bytes> before = page(0, 10);
        apply(new Append("log", B));

        assertThat(before).containsExactly(A);
    }

    @Test
    @Tag("CONS-5")
    void theMapHoldsTheLastWriteAndCountsWritesFromOne() {
        assertThat(state.query(new ValueOf("key"))).isEqualTo(new MapValue("key", null, 0));
        assertThat(apply(new Put("key", A))).isEqualTo(new Stored("key", 1));
        assertThat(apply(new Put("key", A))).isEqualTo(new Stored("key", 2));
        assertThat(apply(new Put("key", B))).isEqualTo(new Stored("key", 3));
        assertThat(state.query(new ValueOf("key"))).isEqualTo(new MapValue("key", B, 3));
    }

    @Test
    void compareAndSetWritesOnlyOverTheExpectedValue() {
        assertThat(apply(new CompareAndSet("key", A, B))).isEqualTo(new CompareAndSetResult("key", false, null, 0));
        assertThat(apply(new CompareAndSet("key", null, A))).isEqualTo(new CompareAndSetResult("key", true, A, 1));
        assertThat(apply(new CompareAndSet("key", null, B))).isEqualTo(new CompareAndSetResult("key", false, A, 1));
        assertThat(apply(new CompareAndSet("key", B, B))).isEqualTo(new CompareAndSetResult("key", false, A, 1));
        assertThat(apply(new CompareAndSet("key", A, B))).isEqualTo(new CompareAndSetResult("key", true, B, 2));
        assertThat(state.query(new ValueOf("key"))).isEqualTo(new MapValue("key", B, 2));
    }

    @Test
    void holdingNoBytesIsNotTheSameAsBeingAbsent() {
        assertThat(apply(new CompareAndSet("key", Bytes.EMPTY, A)))
                .isEqualTo(new CompareAndSetResult("key", false, null, 0));
        apply(new Put("key", Bytes.EMPTY));
        assertThat(apply(new CompareAndSet("key", null, A)))
                .isEqualTo(new CompareAndSetResult("key", false, Bytes.EMPTY, 1));
    }

    @Test
    void decisionsLogsAndKeysOfOneNameAreDifferentThings() {
        apply(new Decide("name", A));
        apply(new Append("name", B));

        assertThat(state.query(new ValueOf("name"))).isEqualTo(new MapValue("name", null, 0));
        assertThat(page("name", 0, 10)).containsExactly(B);
    }

    @Test
    @Tag("P73")
    void anUndecodableBodyChangesNothing() {
        apply(new Put("key", A));
        ReplicatedState before = state.copy();

        assertThatExceptionOfType(UndecodableOperationException.class)
                .isThrownBy(() -> state.apply(2, Bytes.utf8("not an operation")));
        assertThat(state).isEqualTo(before);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        apply(new Append("log", A));
        apply(new Put("key", A));
        ReplicatedState copy = state.copy();
        assertThat(copy).isEqualTo(state).hasSameHashCodeAs(state);

        apply(new Append("log", B));

        assertThat(copy).isNotEqualTo(state);
        assertThat(copy.query(new LogSize("log"))).isEqualTo(new LogLength("log", 1));
    }

    @Test
    void statesThatDifferAnywhereAreNotEqual() {
        List<Operation> one = List.of(new Decide("n", A), new Decide("n", B), new Append("n", A), new Append("n", B),
                new Append("m", A), new Put("n", A), new Put("n", B));
        List<ReplicatedState> states = new ArrayList<>(List.of(new ReplicatedState()));
        for (Operation operation : one) {
            ReplicatedState only = new ReplicatedState();
            only.apply(1, OperationCodec.encode(operation));
            states.add(only);
        }
        ReplicatedState laterDecision = new ReplicatedState();
        laterDecision.apply(2, OperationCodec.encode(new Decide("n", A)));
        states.add(laterDecision);
        ReplicatedState writtenTwice = new ReplicatedState();
        writtenTwice.apply(1, OperationCodec.encode(new Put("n", A)));
        writtenTwice.apply(2, OperationCodec.encode(new Put("n", A)));
        states.add(writtenTwice);

        assertThat(states).doesNotHaveDuplicates();
    }

    @Test
    @Tag("P61")
    void replicasThatApplyTheSameLogAreEqualAndGiveTheSameResults() {
        long seed = 61;
        Random random = new Random(seed);
        ReplicatedState one = new ReplicatedState();
        ReplicatedState two = new ReplicatedState();
        for (long at = 1; at <= 5_000; at++) {
            Bytes body = OperationCodec.encode(anyOperation(random));
            assertThat(one.apply(at, body)).as("seed %d, slot %d", seed, at).isEqualTo(two.apply(at, body));
            if (at % 500 == 0) {
                assertThat(one).as("seed %d, slot %d", seed, at).isEqualTo(two).hasSameHashCodeAs(two);
                two = two.copy();
            }
        }
    }

    @Test
    void theSizeOfAResultGrowsWithWhatItHolds() {
        Bytes large = Bytes.copyOf(new byte[1_000]);

        assertThat(new Decided("n", large, 1, true).sizeInBytes()).isBetween(1_000, 1_100);
        assertThat(new CompareAndSetResult("n", false, large, 1).sizeInBytes()).isBetween(1_000, 1_100);
        assertThat(new CompareAndSetResult("n", false, null, 0).sizeInBytes()).isBetween(1, 100);
        assertThat(new Appended("n".repeat(128), 1, 1).sizeInBytes()).isBetween(128, 200);
        assertThat(new Stored("n", 1).sizeInBytes()).isBetween(1, 100);
    }

    private static Operation anyOperation(Random random) {
        String name = "n" + random.nextInt(20);
        Bytes value = Bytes.utf8("v" + random.nextInt(3));
        return switch (random.nextInt(5)) {
            case 0 -> new Decide(name, value);
            case 1 -> new Append(name, value);
            case 2 -> new Put(name, value);
            case 3 -> new CompareAndSet(name, null, value);
            default -> new CompareAndSet(name, Bytes.utf8("v" + random.nextInt(3)), value);
        };
    }

    private OperationResult apply(Operation operation) {
        return state.apply(++slot, OperationCodec.encode(operation));
    }

    private List<Bytes> page(long from, int limit) {
        return page("log", from, limit);
    }

    private List<Bytes> page(String log, long from, int limit) {
        return ((LogPage) state.query(new LogRange(log, from, limit))).values();
    }
}
