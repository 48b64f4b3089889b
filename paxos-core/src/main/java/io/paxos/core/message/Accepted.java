package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * Phase 2b: the sender has voted for one whole batch, durably (rules A2, A3). Says nothing about any other slot.
 *
 * @param ballot the ballot voted in
 * @param firstSlot first slot of the batch
 * @param lastSlot last slot of the batch
 */
public record Accepted(Ballot ballot, long firstSlot, long lastSlot) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onAccepted(header, this);
    }
}
