package io.paxos.core.message;

/** What one node says to another. Each kind calls its own method of a {@link MessageHandler}, checked by the compiler. */
public sealed interface Message permits Identify, Identity, Poll, PollAnswer, Prepare, Promise, Accept, Accepted, Nack,
        Heartbeat, HeartbeatAck, Fetch, Fetched, Submit, Refused, ReadIndex, ReadIndexAnswer, Transfer {

    /** Hands this message, with its header, to the method for its kind. */
    void deliverTo(MessageHandler handler, Header header);

    /** Whether it makes sense only between nodes that know the founders of their cluster: all but the founding itself. */
    default boolean needsFounders() {
        return true;
    }

    /** Whether only a pinned member may say this (rule F8); the rest is safe from any node of the cluster. */
    default boolean needsPinnedSender() {
        return true;
    }

    /** The lane in which it travels. */
    default Lane lane() {
        return Lane.BULK;
    }
}
