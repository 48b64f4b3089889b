package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Applied;
import io.paxos.core.session.Answer;
import java.util.HashSet;
import java.util.Set;

/** What a client was told is not executed is never executed, before or after (rule C4, PITFALLS 51). */
final class RefusedForSure implements Invariant {

    private final Set<Command> executed = new HashSet<>();
    private final Set<Command> refused = new HashSet<>();

    @Override
    public void onFirstApplied(NodeId node, Applied applied) {
        if (applied.entry() instanceof Command command && applied.answer() instanceof Answer.Executed<OperationResult>) {
            executed.add(command);
            if (refused.contains(command)) {
                throw new InvariantViolation(this, command + " was executed in slot " + applied.slot()
                        + " after its client was told that it is not executed");
            }
        }
    }

    @Override
    public void onEnded(ClientCall call) {
        Command command = call.command();
        if (command != null && call.ending() == ClientCall.Ending.NOT_EXECUTED) {
            refused.add(command);
            if (executed.contains(command)) {
                throw new InvariantViolation(this, call + " was executed");
            }
        }
    }
}
