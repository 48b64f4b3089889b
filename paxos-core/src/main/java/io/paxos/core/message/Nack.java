package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * A refusal: the sender has promised a higher ballot. The refused campaign ends; its node waits for a random time-out
 * before the next, above that ballot (rule 3.6).
 *
 * @param refused the ballot that was refused
 * @param promised the ballot that stands in its way
 */
public record Nack(Ballot refused, Ballot promised) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onNack(header, this);
    }
}
