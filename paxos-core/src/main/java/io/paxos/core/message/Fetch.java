package io.paxos.core.message;

/**
 * Asks any node for chosen values (rule L3).
 *
 * @param from first slot wanted
 */
public record Fetch(long from) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onFetch(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
