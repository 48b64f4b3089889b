package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * The leader asks a follower to take over at once (rule 3.6).
 *
 * @param ballot the leader's ballot
 */
public record Transfer(Ballot ballot) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onTransfer(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
