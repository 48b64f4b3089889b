package io.paxos.core.message;

/**
 * Answers {@link ReadIndex}.
 *
 * @param ask echoed
 * @param index the read may be answered once this slot is applied; -1 if the sender cannot tell: it leads no more, or
 *     has no room
 */
public record ReadIndexAnswer(long ask, long index) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onReadIndexAnswer(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
