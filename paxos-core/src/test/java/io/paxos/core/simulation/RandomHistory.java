package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.machine.ValueOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A linearizable history of one object, drawn from a seed: a sequential run of the production state machine, in which
 * each call begins some time before it takes effect and ends some time after. Some answers are lost, some calls are
 * cut off before they take effect. A mutation changes one thing in it, which mostly makes it wrong.
 */
final class RandomHistory {

    /** A call; its times are any different numbers. */
    static final class Row {
        double begin;
        double end;
        final Object request;
        @Nullable Object answer;

        Row(double begin, double end, Object request, @Nullable Object answer) {
            this.begin = begin;
            this.end = end;
            this.request = request;
            this.answer = answer;
        }
    }

    private static final String NAME = "x";

    private final SplittableRandom random;
    private final int kind;
    private final boolean uniqueValues;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param calls how many
     * @param overlap how many calls are about open at once
     * @param uniqueValues whether no two calls write the same
     */
    RandomHistory(SplittableRandom random, int calls, int overlap, boolean uniqueValues) {
        this.random = random;
        this.kind = random.nextInt(3);
        this.uniqueValues = uniqueValues;
        ReplicatedState state = new ReplicatedState();
        int losses = 2 + random.nextInt(7);
        for (int i = 0; i < calls; i++) {
            Object request = random.nextInt(5) < 2 ? query(state) : operation(i, state);
            boolean happens = random.nextInt(losses + 2) > 0 || request instanceof Query;
            Object answer = happens ? ReferenceChecker.answer(state, request) : null;
            boolean told = random.nextInt(losses) > 0 || request instanceof Query;
            rows.add(new Row(i - overlap * random.nextDouble(), i + overlap * random.nextDouble(), request,
                    told ? answer : null));
        }
    }

    /** The rows, to be changed. */
    List<Row> rows() {
        return rows;
    }

    /** The calls, their times replaced by their order. */
    List<HistoryCall> calls() {
        Map<Double, Long> order = new HashMap<>();
        rows.stream().flatMap(row -> Stream.of(row.begin, row.end)).sorted()
                .forEach(time -> order.put(time, order.size() + 1L));
        return rows.stream().map(row -> call(order.get(row.begin), order.get(row.end), row))
                .sorted(Comparator.comparingLong(HistoryCall::invoked)).toList();
    }

    private static HistoryCall call(long begin, long end, Row row) {
        return row.request instanceof Operation operation
                ? SequentialMeaning.of(begin, row.answer == null ? HistoryCall.OPEN : end, operation,
                        (OperationResult) row.answer)
                : SequentialMeaning.of(begin, end, (Query) row.request, (QueryResult) Objects.requireNonNull(row.answer));
    }

    private Operation operation(int number, ReplicatedState state) {
        Bytes value = uniqueValues ? Bytes.utf8("v" + number) : Bytes.utf8("" + (char) ('a' + random.nextInt(3)));
        return switch (kind) {
            case 0 -> new Decide(NAME, value);
            case 1 -> new Append(NAME, value);
            default -> random.nextBoolean() ? new Put(NAME, value) : new CompareAndSet(NAME, expected(state), value);
        };
    }

    private @Nullable Bytes expected(ReplicatedState state) {
        MapValue now = (MapValue) state.query(new ValueOf(NAME));
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> Bytes.utf8("a");
            default -> now.value();
        };
    }

    private Query query(ReplicatedState state) {
        if (kind == 1 && random.nextInt(4) > 0) {
            long size = ((LogLength) state.query(new LogSize(NAME))).size();
            return new LogRange(NAME, random.nextInt(3) > 0 ? 0 : random.nextLong(size + 2),
                    random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(4));
        }
        return kind == 0 ? new DecisionOf(NAME) : kind == 1 ? new LogSize(NAME) : new ValueOf(NAME);
    }
}
