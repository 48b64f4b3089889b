package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * Answers {@link Heartbeat} from memory: when this was sent, its sender had promised nothing above the ballot (rule
 * R1).
 *
 * @param ballot the leader's ballot, echoed
 * @param round the round, echoed
 * @param chosenUpTo the highest slot that the sender knows chosen, for the display of its lag; never learnt from
 */
public record HeartbeatAck(Ballot ballot, long round, long chosenUpTo) implements Message {

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onHeartbeatAck(header, this);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }
}
