package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Stored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Changes one thing in a {@link RandomHistory}: an answer, the time of a call, or whether there is such a call. */
final class RandomMutation {

    private final SplittableRandom random;
    private final List<RandomHistory.Row> rows;

    private RandomMutation(SplittableRandom random, List<RandomHistory.Row> rows) {
        this.random = random;
        this.rows = rows;
    }

    /** Changes one thing in a history that has a call. */
    static void apply(SplittableRandom random, RandomHistory history) {
        new RandomMutation(random, history.rows()).apply();
    }

    private void apply() {
        RandomHistory.Row row = rows.get(random.nextInt(rows.size()));
        switch (random.nextInt(8)) {
            case 0 -> rows.remove(row);
            case 1 -> moveEnd(row);
            case 2 -> moveBeginning(row);
            case 3 -> swapAnswers(row);
            default -> row.answer = row.answer == null ? null : changed(row.answer);
        }
    }

    private void moveEnd(RandomHistory.Row row) {
        row.end = row.begin + (row.end - row.begin) * 2 * random.nextDouble();
    }

    private void moveBeginning(RandomHistory.Row row) {
        row.begin = row.end - (row.end - row.begin) * 2 * random.nextDouble();
    }

    private void swapAnswers(RandomHistory.Row row) {
        List<RandomHistory.Row> alike = rows.stream().filter(other -> other != row && other.answer != null
                && row.answer != null && other.request.getClass() == row.request.getClass()).toList();
        if (!alike.isEmpty()) {
            RandomHistory.Row other = alike.get(random.nextInt(alike.size()));
            Object answer = row.answer;
            row.answer = other.answer;
            other.answer = answer;
        }
    }

    private Object changed(Object answer) {
        boolean number = random.nextBoolean();
        if (answer instanceof Decided decided) {
            return number ? new Decided(decided.name(), decided.value(), 0, !decided.won())
                    : new Decided(decided.name(), value(), 0, decided.won());
        }
        if (answer instanceof Appended appended) {
            return new Appended(appended.log(), moved(appended.index()), 0);
        }
        if (answer instanceof Stored stored) {
            return new Stored(stored.key(), moved(stored.version()));
        }
        if (answer instanceof CompareAndSetResult compared) {
            return switch (random.nextInt(3)) {
                case 0 -> new CompareAndSetResult(compared.key(), !compared.updated(), compared.value(), compared.version());
                case 1 -> new CompareAndSetResult(compared.key(), compared.updated(), noneOr(value()), compared.version());
                default -> new CompareAndSetResult(compared.key(), compared.updated(), compared.value(),
                        moved(compared.version()));
            };
        }
        if (answer instanceof MapValue value) {
            return number ? new MapValue(value.key(), value.value(), moved(value.version()))
                    : new MapValue(value.key(), noneOr(value()), value.version());
        }
        if (answer instanceof DecisionResult decision) {
            return new DecisionResult(decision.name(), noneOr(value()), 0);
        }
        return answer instanceof LogPage page ? changed(page)
                : new LogLength(((LogLength) answer).log(), moved(((LogLength) answer).size()));
    }

    private LogPage changed(LogPage page) {
        List<Bytes> values = new ArrayList<>(page.values());
        int at = values.isEmpty() ? 0 : random.nextInt(values.size());
        int what = random.nextInt(4);
        if (values.isEmpty() || what == 0) {
            values.add(at, value());
        } else if (what == 1) {
            values.remove(at);
        } else if (what == 2) {
            values.set(at, value());
        } else {
            Collections.swap(values, at, random.nextInt(values.size()));
        }
        return new LogPage(page.log(), page.from(), values);
    }

    private long moved(long number) {
        return number + (random.nextBoolean() ? 1 : -1);
    }

    private @Nullable Bytes noneOr(Bytes value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    /** A value that some call may have written, or none. */
    private Bytes value() {
        return Bytes.utf8(random.nextBoolean() ? "v" + random.nextInt(rows.size() + 1) : "" + (char) ('a' + random.nextInt(4)));
    }
}
