package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * Asks the leader up to where a read must have applied (rule R1).
 *
 * @param ask unique over restarts of the asking node
 * @param ballot the leadership that the sender follows; any other node refuses
 */
public record ReadIndex(long ask, Ballot ballot) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onReadIndex(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
