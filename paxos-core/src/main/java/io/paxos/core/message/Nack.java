package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * A refusal: the sender has promised, or follows, a higher ballot, or the refused one lies out of all proportion. The refused
 * campaign ends; its node waits for a random time-out before the next (rule 3.6).
 *
 * @param refused the ballot that was refused
 * @param promised the highest ballot that the sender has promised or follows
 */
public record Nack(Ballot refused, Ballot promised) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onNack(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
