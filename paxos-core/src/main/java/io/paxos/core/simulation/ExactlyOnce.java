package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Applied;
import io.paxos.core.session.Answer;
import java.util.HashMap;
import java.util.Map;

/** No command is executed in two slots, however often it was sent (PITFALLS 49, 90, 91). */
final class ExactlyOnce implements Invariant {

    private final Map<Command, Long> executedIn = new HashMap<>();

    @Override
    public void onFirstApplied(NodeId node, Applied applied) {
        if (applied.entry() instanceof Command command && applied.answer() instanceof Answer.Executed<OperationResult>) {
            Long first = executedIn.putIfAbsent(command, applied.slot());
            if (first != null && first != applied.slot()) {
                throw new InvariantViolation(this, command + " was executed in slots " + first + " and " + applied.slot());
            }
        }
    }
}
