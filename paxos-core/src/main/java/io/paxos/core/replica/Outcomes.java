package io.paxos.core.replica;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.session.Answer;

/** What the table of answers says, as the outcome of a call (rule C4). */
final class Outcomes {

    private Outcomes() {
    }

    static Outcome of(Answer<OperationResult> answer) {
        if (answer instanceof Answer.Executed<OperationResult> executed) {
            return new Outcome.Done(executed.result());
        }
        if (answer instanceof Answer.Repeated<OperationResult> repeated) {
            return new Outcome.Done(repeated.result());
        }
        Answer.Cause cause = ((Answer.NotApplied<OperationResult>) answer).cause();
        String detail = switch (cause) {
            case KEY_REUSED -> "the idempotency key was used before for another operation";
            case TOO_MANY_OPEN -> "the client has too many requests open at once";
            case EXPIRED -> "the request is older than the answers that are kept: whether it was executed before is not known";
            case CLOSED -> "the client has declared this request answered; its answer is not kept";
        };
        return cause.neverExecuted()
                ? new Outcome.NotExecuted(cause == Answer.Cause.KEY_REUSED ? Reason.KEY_REUSED : Reason.OVERLOADED, detail)
                : new Outcome.Unknown(detail);
    }
}
