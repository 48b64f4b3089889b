package io.paxos.core.message;

/**
 * Answers {@link Poll}, from memory; changes nothing durable.
 *
 * @param attempt the attempt that was asked with
 * @param granted whether the sender would promise now
 * @param chosenUpTo the highest slot that the sender knows chosen
 */
public record PollAnswer(long attempt, boolean granted, long chosenUpTo) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onPollAnswer(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
