package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * The leader lives; carries what it vouches for and begins a round for reads (rules L1, R1).
 *
 * @param ballot the leader's ballot
 * @param chosenUpTo slots up to here are chosen, as this very ballot vouches (L1)
 * @param round number of the round, unique within the ballot
 */
public record Heartbeat(Ballot ballot, long chosenUpTo, long round) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onHeartbeat(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
