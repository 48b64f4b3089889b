package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a history is not linearizable: a smallest set of its answers that exclude each other whatever the other
 * calls were answered, and where the order of these few breaks off. Smallest means that the answers of no single call
 * can be left out.
 */
final class Counterexample {

    private static final long WORK_OF_ONE_TRY = 1_000_000;
    private static final long WORK_OF_ALL_TRIES = 30_000_000;
    private static final int MOST_SHOWN = 40;
    private static final int MOST_OTHERS = 6;

    private final ObjectHistory object;
    private final List<HistoryCall> all;
    private final @Nullable HistoryCall[] kept;
    private long work;

    private Counterexample(ObjectHistory object) {
        this.object = object;
        this.all = object.calls();
        this.kept = all.toArray(HistoryCall[]::new);
    }

    /** What is wrong with an object whose history is not linearizable, in lines. */
    static String of(ObjectHistory object) {
        Counterexample example = new Counterexample(object);
        example.shrink();
        return example.describe();
    }

    /** Leaves out the answers of as many calls as it can: of halves first, of single calls at last. */
    private void shrink() {
        int chunk = Math.max(1, all.size() / 2);
        boolean shrunk = true;
        while (shrunk || chunk > 1) {
            chunk = shrunk ? chunk : chunk / 2;
            shrunk = false;
            for (int from = 0; from < all.size(); from += chunk) {
                shrunk |= forget(from, Math.min(all.size(), from + chunk));
            }
        }
    }

    /** Leaves out these answers if the others exclude each other without them. */
    private boolean forget(int from, int to) {
        @Nullable HistoryCall[] before = Arrays.copyOfRange(kept, from, to);
        boolean changed = false;
        for (int i = from; i < to; i++) {
            if (isAnswered(i)) {
                kept[i] = all.get(i).withoutAnswer();
                changed = true;
            }
        }
        if (!changed || work > WORK_OF_ALL_TRIES) {
            System.arraycopy(before, 0, kept, from, to - from);
            return false;
        }
        OrderSearch search = search();
        boolean stillViolated = search.run() == OrderSearch.Verdict.VIOLATED;
        work += search.work();
        if (!stillViolated) {
            System.arraycopy(before, 0, kept, from, to - from);
        }
        return stillViolated;
    }

    private OrderSearch search() {
        return new OrderSearch(keptCalls(), WORK_OF_ONE_TRY);
    }

    private List<HistoryCall> keptCalls() {
        return Arrays.stream(kept).filter(Objects::nonNull).toList();
    }

    private boolean isAnswered(int call) {
        HistoryCall left = kept[call];
        return left != null && !left.isOpen();
    }

    private String describe() {
        List<HistoryCall> core = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (isAnswered(i)) {
                core.add(Objects.requireNonNull(kept[i]));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(object.name() + " is not linearizable, these " + core.size() + " of " + all.size()
                + " calls exclude each other (times count beginnings and ends of calls):");
        for (int i = 0; i < Math.min(core.size(), MOST_SHOWN); i++) {
            lines.add("  #" + (i + 1) + " " + core.get(i));
        }
        lines.addAll(others(core));
        lines.addAll(why(core));
        return String.join("\n", lines);
    }

    /** What is known of the values that the few have seen, above all of those that nobody can have written. */
    private List<String> others(List<HistoryCall> core) {
        Set<Bytes> seen = core.stream().flatMap(call -> call.needs().seen().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> lines = new ArrayList<>();
        object.refused().stream().filter(call -> seen.contains(call.writes()))
                .forEach(call -> lines.add("  certainly not executed: " + call));
        Set<Bytes> unwritten = new LinkedHashSet<>(seen);
        all.forEach(call -> unwritten.remove(call.writes()));
        object.refused().forEach(call -> unwritten.remove(call.writes()));
        unwritten.forEach(value -> lines.add("  written by no call: " + CallText.value(value)));
        all.stream().filter(call -> seen.contains(call.writes()) && !core.contains(call))
                .forEach(call -> lines.add("  also: " + call));
        return lines.size() <= MOST_OTHERS ? lines : lines.subList(0, MOST_OTHERS);
    }

    /** Where the order of the few breaks off. */
    private List<String> why(List<HistoryCall> core) {
        OrderSearch search = search();
        List<HistoryCall> searched = keptCalls();
        search.run();
        OrderSearch.DeadEnd end = search.deadEnd();
        if (end == null) {
            return List.of();
        }
        String order = end.order().stream().map(searched::get).filter(call -> !call.isOpen())
                .map(call -> "#" + (core.indexOf(call) + 1)).collect(Collectors.joining(", "));
        return List.of("  the longest possible order is " + (order.isEmpty() ? "empty" : order) + ", which leaves "
                + CallText.values(end.written()) + "; #" + (core.indexOf(searched.get(end.stuck())) + 1)
                + " cannot come later, and does not fit there");
    }
}
