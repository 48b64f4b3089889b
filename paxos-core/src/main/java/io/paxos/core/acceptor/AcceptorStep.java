package io.paxos.core.acceptor;

import io.paxos.core.log.VoteRow;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Promise;
import org.jspecify.annotations.Nullable;

/**
 * What an acceptor answers, and what must be on the disk before the answer may leave (PITFALLS 1, 2).
 *
 * @param reply the answer
 * @param needs what the answer waits for
 * @param vote the votes to write, with the promise raised to their ballot; null if there are none
 */
public record AcceptorStep(Message reply, Needs needs, @Nullable VoteRow vote) {

    /** What a reply waits for. */
    public enum Needs {
        /** Nothing: the reply says what is durable already, or refuses. */
        NOTHING,
        /** Writes that were asked for by earlier steps. */
        EARLIER_WRITES,
        /** A write of this step, carrying the present promise and the votes. */
        WRITE
    }

    static AcceptorStep refused(Nack nack) {
        return new AcceptorStep(nack, Needs.NOTHING, null);
    }

    static AcceptorStep promised(Promise promise, boolean raised) {
        return new AcceptorStep(promise, raised ? Needs.WRITE : Needs.EARLIER_WRITES, null);
    }

    static AcceptorStep votedBefore(Accepted accepted, boolean durable) {
        return new AcceptorStep(accepted, durable ? Needs.NOTHING : Needs.EARLIER_WRITES, null);
    }

    static AcceptorStep voted(Accepted accepted, VoteRow row) {
        return new AcceptorStep(accepted, Needs.WRITE, row);
    }
}
