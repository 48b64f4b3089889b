package io.paxos.core.message;

/**
 * Pre-vote: asks whether the receiver would promise, without binding anybody (rule S1).
 *
 * @param attempt numbers the polls of the sender's process
 * @param transfer whether the leader itself asked the sender to take over, which lifts "I hear the leader" (3.6)
 */
public record Poll(long attempt, boolean transfer) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onPoll(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
