package io.paxos.core.driver;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.Query;
import io.paxos.core.replica.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Commands and queries about one log. Each call makes a new request. */
final class Requests {

    /** Asks for the whole log. */
    static final Query ALL = new LogRange("orders", 0, 1_000_000);

    private static final AtomicLong CLIENTS = new AtomicLong();

    private Requests() {
    }

    /** Adds a value to the log. */
    static Command append(String value) {
        return command(new Append("orders", Bytes.utf8(value)));
    }

    private static Command command(Operation operation) {
        return new Command(new ClientSequence(new ClientId(2, CLIENTS.incrementAndGet()), 1), 1, 0,
                OperationCodec.encode(operation));
    }

    /** Where the value of an {@link #append} stands, by the outcome of its call. */
    static long indexIn(Outcome outcome) {
        if (outcome instanceof Outcome.Done done && done.result() instanceof Appended appended) {
            return appended.index();
        }
        throw new AssertionError("not appended: " + outcome);
    }

    /** The values that {@link #ALL} has found. */
    static List<String> valuesIn(Outcome outcome) {
        if (outcome instanceof Outcome.ReadDone read && read.result() instanceof LogPage page) {
            return page.values().stream().map(Bytes::utf8).toList();
        }
        throw new AssertionError("not read: " + outcome);
    }
}
