package io.paxos.spring.template;

import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A write. Its command is made once, so that the table of answers knows every attempt for the same request (rule C3).
 *
 * @param what for messages
 * @param replica this node
 * @param command the command
 * @param sequence the number of the request; null if the caller has given a key
 * @param decoder turns the result into what the caller gets
 */
record WriteRequest<R>(String what, ReplicaCalls replica, Command command, ClientSessions.@Nullable Sequence sequence,
        Function<OperationResult, R> decoder) implements Request<R> {

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public boolean hasKey() {
        return command.id() instanceof IdempotencyKey;
    }

    @Override
    public long sizeInBytes() {
        return command.sizeInBytes();
    }

    @Override
    public void attempt(Duration timeout, Consumer<Outcome> whenEnded) {
        replica.propose(command, timeout, whenEnded);
    }

    @Override
    public R answer(Outcome outcome) {
        return decoder.apply(((Outcome.Done) outcome).result());
    }

    @Override
    public void close() {
        if (sequence != null) {
            sequence.close();
        }
    }
}
