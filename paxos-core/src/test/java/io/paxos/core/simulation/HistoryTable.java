package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.Stored;
import io.paxos.core.machine.ValueOf;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of one object as a table of lines {@code begin..end request -> answer}. A call without an end has an
 * answer {@code ?} and may have happened; one with the answer {@code refused} has certainly not.
 *
 * <pre>
 * decision  decide a -> won a, decide b -> lost a, read -> a, read -> nothing
 * log       append a -> index 0, read from 0 -> [a b], read from 0 limit 1 -> [a]
 * key       put a -> version 1, cas a b -> updated version 2, cas nothing c -> kept b version 2,
 *           read -> b version 2, read -> nothing version 0
 * </pre>
 */
final class HistoryTable {

    private static final String NAME = "x";

    private HistoryTable() {
    }

    /** Reads a table for a "decision", "log" or "key". */
    static ObjectHistory of(String kind, String table) {
        ObjectHistory object = new ObjectHistory(kind + " " + NAME);
        table.lines().filter(line -> !line.isBlank()).forEach(line -> add(object, kind, line.strip()));
        return object;
    }

    private static void add(ObjectHistory object, String kind, String line) {
        String[] sides = line.split("->");
        String[] left = sides[0].strip().split("\\s+");
        String[] times = left[0].split("\\.\\.");
        String[] request = Arrays.copyOfRange(left, 1, left.length);
        String answer = sides[1].strip();
        long invoked = Long.parseLong(times[0]);
        long ended = times.length == 1 ? HistoryCall.OPEN : Long.parseLong(times[1]);
        boolean answered = !answer.equals("?") && !answer.equals("refused");
        if (request[0].equals("read")) {
            Query query = query(kind, request);
            object.add(SequentialMeaning.of(invoked, ended, query, read(query, answer)));
            return;
        }
        Operation operation = operation(request);
        OperationResult result = answered ? result(operation, answer.split(" ")) : null;
        HistoryCall call = SequentialMeaning.of(invoked, answered ? ended : HistoryCall.OPEN, operation, result);
        if (answer.equals("refused")) {
            object.addRefused(call);
        } else {
            object.add(call);
        }
    }

    private static Operation operation(String[] words) {
        return switch (words[0]) {
            case "decide" -> new Decide(NAME, Bytes.utf8(words[1]));
            case "append" -> new Append(NAME, Bytes.utf8(words[1]));
            case "put" -> new Put(NAME, Bytes.utf8(words[1]));
            case "cas" -> new CompareAndSet(NAME, value(words[1]), Bytes.utf8(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static OperationResult result(Operation operation, String[] words) {
        if (operation instanceof Decide) {
            return new Decided(NAME, Bytes.utf8(words[1]), 0, words[0].equals("won"));
        }
        long number = Long.parseLong(words[words.length - 1]);
        if (operation instanceof Append) {
            return new Appended(NAME, number, 0);
        }
        if (operation instanceof CompareAndSet cas) {
            boolean updated = words[0].equals("updated");
            return new CompareAndSetResult(NAME, updated, updated ? cas.value() : value(words[1]), number);
        }
        return new Stored(NAME, number);
    }

    private static Query query(String kind, String[] words) {
        return switch (kind) {
            case "decision" -> new DecisionOf(NAME);
            case "key" -> new ValueOf(NAME);
            default -> new LogRange(NAME, Long.parseLong(words[2]),
                    words.length > 3 ? Integer.parseInt(words[4]) : Integer.MAX_VALUE);
        };
    }

    private static QueryResult read(Query query, String answer) {
        if (query instanceof LogRange range) {
            String values = answer.substring(1, answer.length() - 1).strip();
            return new LogPage(NAME, range.from(), values.isEmpty() ? List.of()
                    : Arrays.stream(values.split(" ")).map(Bytes::utf8).toList());
        }
        String[] words = answer.split(" ");
        return query instanceof ValueOf ? new MapValue(NAME, value(words[0]), Long.parseLong(words[2]))
                : new DecisionResult(NAME, value(answer), 0);
    }

    private static @Nullable Bytes value(String word) {
        return word.equals("nothing") ? null : Bytes.utf8(word);
    }
}
