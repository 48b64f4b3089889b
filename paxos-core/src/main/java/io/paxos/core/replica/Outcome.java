package io.paxos.core.replica;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.QueryResult;

/** How a call ended: done, certainly not executed, or unknown (rule C4). */
public sealed interface Outcome {

    /**
     * The command is chosen and applied.
     *
     * @param result the one answer to its request id, on whichever node and however often it is asked for
     */
    record Done(OperationResult result) implements Outcome {
    }

    /** The answer to a read. */
    record ReadDone(QueryResult result) implements Outcome {
    }

    /**
     * This call has certainly executed nothing, and will not. It says nothing of earlier calls with the same request
     * id: if one of them ended unknown, the request stays unknown.
     *
     * @param detail what happened, in words
     */
    record NotExecuted(NotExecutedException.Reason reason, String detail) implements Outcome {
    }

    /**
     * Perhaps executed, now or later.
     *
     * @param detail what happened, in words
     */
    record Unknown(String detail) implements Outcome {
    }
}
