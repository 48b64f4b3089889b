package io.paxos.core.simulation;

import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.ReplicatedState;
import java.util.List;

/**
 * Linearizability by its definition, for tiny histories: tries every order of every choice of calls on the production
 * state machine. Shares nothing with {@link OrderSearch} but the calls; all slots are 0.
 */
final class ReferenceChecker {

    private final List<HistoryCall> calls;

    private ReferenceChecker(List<HistoryCall> calls) {
        this.calls = calls;
    }

    static boolean isLinearizable(List<HistoryCall> calls) {
        return new ReferenceChecker(calls).canGoOn((1 << calls.size()) - 1, new ReplicatedState());
    }

    private boolean canGoOn(int left, ReplicatedState state) {
        long deadline = HistoryCall.OPEN;
        for (int i = 0; i < calls.size(); i++) {
            if ((left & 1 << i) != 0) {
                deadline = Math.min(deadline, calls.get(i).ended());
            }
        }
        if (deadline == HistoryCall.OPEN) {
            return true; // only calls are left that need not have happened
        }
        for (int i = 0; i < calls.size(); i++) {
            HistoryCall call = calls.get(i);
            if ((left & 1 << i) != 0 && call.invoked() < deadline) {
                ReplicatedState next = state.copy();
                Object answer = answer(next, call.request());
                if ((call.isOpen() || answer.equals(call.answer())) && canGoOn(left & ~(1 << i), next)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Carries a request out. */
    static Object answer(ReplicatedState state, Object request) {
        return request instanceof Operation operation ? state.apply(0, OperationCodec.encode(operation))
                : state.query((Query) request);
    }
}
