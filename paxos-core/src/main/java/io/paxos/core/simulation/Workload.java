package io.paxos.core.simulation;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.ValueOf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one client wants: operations on few objects, so that clients meet, with values that nobody else writes. */
final class Workload {

    private final Dice dice;
    private final int client;
    private final boolean appendsOnly;
    private final Map<String, Bytes> lastSeen = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();
    private int made;

    Workload(Dice dice, int client, boolean appendsOnly) {
        this.dice = dice;
        this.client = client;
        this.appendsOnly = appendsOnly;
    }

    Operation operation() {
        // now and then a value that is long, perhaps too long
        String padding = appendsOnly || !dice.percent(3) ? "" : "-".repeat(dice.below(300));
        Bytes token = Bytes.utf8("c" + client + "-" + made++ + padding);
        return switch (appendsOnly ? 9 : dice.below(10)) {
            case 0 -> new Decide(decision(), token);
            case 1 -> new Put(key(), token);
            case 2, 3 -> compareAndSet(key(), token);
            default -> new Append(log(), token);
        };
    }

    Query query() {
        return switch (dice.below(12)) {
            case 0, 1 -> new DecisionOf(decision());
            case 2 -> new DecisionsOf(List.of(decision(), decision()));
            case 3, 4, 5 -> new ValueOf(key());
            case 6 -> new LogSize(log());
            case 7, 8 -> new LogRange(log(), dice.below(50), 1 + dice.below(20));
            default -> end(log());
        };
    }

    /** Learns what a key holds, to expect it in a compare-and-set, and how long a log is, to read its end. */
    void onResult(OperationResult result) {
        if (result instanceof Appended appended) {
            lengths.merge(appended.log(), appended.index() + 1, Math::max);
        }
        if (result instanceof CompareAndSetResult compared) {
            see(compared.key(), compared.value());
        }
    }

    /** Learns what a key holds, to expect it in a compare-and-set. */
    void onRead(QueryResult result) {
        if (result instanceof MapValue value) {
            see(value.key(), value.value());
        }
    }

    private void see(String key, @Nullable Bytes value) {
        if (value != null) {
            lastSeen.put(key, value);
        }
    }

    private CompareAndSet compareAndSet(String key, Bytes token) {
        return new CompareAndSet(key, dice.percent(20) ? null : lastSeen.get(key), token);
    }

    /** From a little before the end that this client knows of. */
    private LogRange end(String log) {
        long known = lengths.getOrDefault(log, 0L);
        return new LogRange(log, Math.max(0, known - dice.below(100)), 1_000);
    }

    private String decision() {
        return "d" + dice.below(40);
    }

    private String key() {
        return "k" + dice.below(3);
    }

    private String log() {
        return "log" + dice.below(2);
    }
}
