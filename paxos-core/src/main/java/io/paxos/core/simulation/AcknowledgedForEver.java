package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Applied;
import io.paxos.core.session.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a client was told stands in the log, with that very result. That it stays there, on every node and over every
 * restart, is {@link Agreement} and {@link AppliedAlike}.
 */
final class AcknowledgedForEver implements Invariant {

    private final Map<Command, OperationResult> executed = new HashMap<>();

    @Override
    public void onFirstApplied(NodeId node, Applied applied) {
        if (applied.entry() instanceof Command command && applied.answer() instanceof Answer.Executed<OperationResult> done) {
            executed.put(command, done.result());
        }
    }

    @Override
    public void onEnded(ClientCall call) {
        Command command = call.command();
        if (command != null && call.ending() == ClientCall.Ending.DONE && !Objects.equals(call.result(), executed.get(command))) {
            throw new InvariantViolation(this, call + " was answered " + call.result() + ", the log has "
                    + executed.get(command));
        }
    }
}
