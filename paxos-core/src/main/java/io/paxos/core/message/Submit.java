package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import java.util.List;

/**
 * Hands commands to the leader; one hop, never passed on.
 *
 * @param ballot the leadership that the sender follows; any other node refuses
 * @param commands at least one
 */
public record Submit(Ballot ballot, List<Command> commands) implements Message {

    /**
     * @throws IllegalArgumentException if there is no command
     */
    public Submit {
        commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("a submission has at least one command");
        }
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onSubmit(header, this);
    }

    @Override
    public boolean needsPinnedSender() {
        return false;
    }
}
