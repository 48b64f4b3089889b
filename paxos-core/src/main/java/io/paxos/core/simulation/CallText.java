package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Stored;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls and values in words, for the reader of a violation. The values of a simulation are no secrets. */
final class CallText {

    private static final int MOST_CHARACTERS = 24;
    private static final int MOST_VALUES = 8;

    private CallText() {
    }

    /** A request and its answer; null: there is none. */
    static String of(Object request, @Nullable Object answer) {
        return request(request) + " -> " + (answer == null ? "?" : answer(answer));
    }

    private static String request(Object request) {
        if (request instanceof Decide decide) {
            return "decide " + value(decide.value());
        }
        if (request instanceof Append append) {
            return "append " + value(append.value());
        }
        if (request instanceof Put put) {
            return "put " + value(put.value());
        }
        if (request instanceof CompareAndSet cas) {
            return "cas " + value(cas.expected()) + " " + value(cas.value());
        }
        if (request instanceof LogRange range) {
            return "read from " + range.from() + (range.limit() == Integer.MAX_VALUE ? "" : " limit " + range.limit());
        }
        return "read";
    }

    private static String answer(Object answer) {
        if (answer instanceof Decided decided) {
            return (decided.won() ? "won " : "lost ") + value(decided.value());
        }
        if (answer instanceof Appended appended) {
            return "index " + appended.index();
        }
        if (answer instanceof Stored stored) {
            return "version " + stored.version();
        }
        if (answer instanceof CompareAndSetResult compared) {
            return (compared.updated() ? "updated" : "kept " + value(compared.value())) + " version " + compared.version();
        }
        if (answer instanceof DecisionResult decision) {
            return value(decision.value());
        }
        if (answer instanceof MapValue value) {
            return value(value.value()) + " version " + value.version();
        }
        if (answer instanceof LogPage page) {
            return values(page.values());
        }
        return answer instanceof LogLength length ? "size " + length.size() : answer.toString();
    }

    /** A list, its middle left out if it is long. */
    static String values(List<Bytes> values) {
        if (values.size() <= MOST_VALUES) {
            return values.stream().map(CallText::value).collect(Collectors.joining(" ", "[", "]"));
        }
        int half = MOST_VALUES / 2;
        return "[" + values.subList(0, half).stream().map(CallText::value).collect(Collectors.joining(" ")) + " ... "
                + values.subList(values.size() - half, values.size()).stream().map(CallText::value)
                        .collect(Collectors.joining(" "))
                + ": " + values.size() + " values]";
    }

    /** A value; null: none. */
    static String value(@Nullable Bytes value) {
        if (value == null) {
            return "nothing";
        }
        String text = value.utf8();
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }
}
