package io.paxos.core.replica;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationDigest;

/** Commands of the scripts. Each call makes a new request, but for {@code under}. */
final class Commands {

    private static long lastSequence;

    private Commands() {
    }

    /** Adds a value to the log "orders". */
    static Command append(String value) {
        return command(new Append("orders", Bytes.utf8(value)));
    }

    static Command decide(String name, String value) {
        return command(new Decide(name, Bytes.utf8(value)));
    }

    /** A body that no node can apply. */
    static Command poison() {
        return new Command(new ClientSequence(new ClientId(1, ++lastSequence), 1), 1, 0, Bytes.utf8("poison"));
    }

    /** A request under an idempotency key: equal for equal arguments. */
    static Command under(String key, Operation operation) {
        return new Command(new IdempotencyKey(key, OperationDigest.digest(operation)), 0, 0, OperationCodec.encode(operation));
    }

    static Command command(Operation operation) {
        return new Command(new ClientSequence(new ClientId(1, ++lastSequence), 1), 1, 0, OperationCodec.encode(operation));
    }

    /** For assertions: the value of the operation; "-" for a no-op. */
    static String textOf(Entry entry) {
        if (!(entry instanceof Command command)) {
            return "-";
        }
        Operation operation;
        try {
            operation = OperationCodec.decode(command.body());
        } catch (RuntimeException undecodable) {
            return command.body().utf8();
        }
        if (operation instanceof Append append) {
            return append.value().utf8();
        }
        return operation instanceof Decide decide ? decide.name() + "=" + decide.value().utf8() : operation.toString();
    }

    static Outcome appended(long index, long slot) {
        return new Outcome.Done(new Appended("orders", index, slot));
    }

    static Outcome decided(String name, String value, long slot, boolean won) {
        return new Outcome.Done(new Decided(name, Bytes.utf8(value), slot, won));
    }
}
