package io.paxos.core.message;

/**
 * Answers {@link Identify}; sent only when what it says is durable (rules F2, F3).
 *
 * @param nonce the nonce that was asked with
 * @param identity who answers
 */
public record Identity(long nonce, NodeIdentity identity) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onIdentity(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }

    @Override
    public boolean needsFounders() {
        return false;
    }
}
