package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSetResult;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.LogLength;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.LogSize;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.Stored;
import io.paxos.core.machine.ValueOf;
import io.paxos.core.replica.Applied;
import io.paxos.core.session.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A linearizable read sees at least all that was acknowledged, or read by anybody, before it began (PITFALLS 41, 93),
 * and nothing that is not in the log. Measured in versions: length of a log, version of a key, a decision made.
 */
final class ReadsNotStale implements Invariant {

    private final Map<String, Long> known = new HashMap<>();
    private final Map<ClientCall, Long> floors = new HashMap<>();
    private final Map<String, List<Bytes>> logs = new HashMap<>();

    @Override
    public void onFirstApplied(NodeId node, Applied applied) {
        if (applied.answer() instanceof Answer.Executed<OperationResult> done
                && done.result() instanceof Appended appended
                && appended.index() == logs.computeIfAbsent(appended.log(), l -> new ArrayList<>()).size()
                && applied.entry() instanceof Command command) {
            Operation operation = OperationCodec.decode(command.body());
            logs.get(appended.log()).add(((Append) operation).value());
        }
    }

    @Override
    public void onInvoked(ClientCall call) {
        Query query = call.query();
        if (query != null) {
            floors.put(call, known.getOrDefault(register(query), 0L));
        }
    }

    @Override
    public void onEnded(ClientCall call) {
        Long floor = floors.remove(call);
        if (call.ending() != ClientCall.Ending.DONE) {
            return;
        }
        Query query = call.query();
        OperationResult result = call.result();
        QueryResult read = call.readResult();
        if (result != null) {
            learn(register(result), version(result));
        } else if (read != null && floor != null && query != null) {
            long most = most(query, read);
            if (most < floor) {
                throw new InvariantViolation(this, call + " saw version " + most + ", before it began " + floor
                        + " was known");
            }
            if (read instanceof LogPage page && !isInTheLog(page)) {
                throw new InvariantViolation(this, call + " saw values that are not in the log in this order");
            }
            learn(register(query), least(read));
        }
    }

    private boolean isInTheLog(LogPage page) {
        List<Bytes> all = logs.getOrDefault(page.log(), List.of());
        long end = page.from() + page.values().size();
        return page.values().isEmpty()
                || end <= all.size() && page.values().equals(all.subList((int) page.from(), (int) end));
    }

    private void learn(String register, long version) {
        known.merge(register, version, Math::max);
    }

    private static String register(Query query) {
        if (query instanceof DecisionOf decision) {
            return "decision " + decision.name();
        }
        if (query instanceof LogRange range) {
            return "log " + range.log();
        }
        if (query instanceof LogSize size) {
            return "log " + size.log();
        }
        return query instanceof ValueOf value ? "key " + value.key() : "other";
    }

    private static String register(OperationResult result) {
        if (result instanceof Decided decided) {
            return "decision " + decided.name();
        }
        if (result instanceof Appended appended) {
            return "log " + appended.log();
        }
        return "key " + (result instanceof Stored stored ? stored.key() : ((CompareAndSetResult) result).key());
    }

    private static long version(OperationResult result) {
        if (result instanceof Appended appended) {
            return appended.index() + 1;
        }
        if (result instanceof Stored stored) {
            return stored.version();
        }
        return result instanceof CompareAndSetResult compared ? compared.version() : 1;
    }

    /** The highest version that the object can have had when this was read. */
    private static long most(Query query, QueryResult read) {
        if (read instanceof LogPage page && query instanceof LogRange range) {
            return page.values().size() < range.limit() ? page.from() + page.values().size() : Long.MAX_VALUE;
        }
        return least(read);
    }

    /** The least version that the object must have had when this was read. */
    private static long least(QueryResult read) {
        if (read instanceof LogPage page) {
            return page.values().isEmpty() ? 0 : page.from() + page.values().size();
        }
        if (read instanceof LogLength length) {
            return length.size();
        }
        if (read instanceof MapValue value) {
            return value.version();
        }
        return read instanceof DecisionResult decision && decision.value() != null ? 1 : 0;
    }
}
