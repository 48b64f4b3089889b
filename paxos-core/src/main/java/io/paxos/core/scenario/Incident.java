package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A step in which no acceptor answered.
 *
 * @param kind what happened
 * @param from the node it happened to, or the sender of the message; null if it concerns all
 * @param to the receiver of the message; null if there is no message
 * @param what the same in words; of a message that is held or lost, its name
 * @param why the rule
 */
public record Incident(Kind kind, @Nullable NodeId from, @Nullable NodeId to, String what, Why why) implements ScenarioEvent {

    /** What happens besides answers. */
    public enum Kind {
        /** The nodes were made. */
        FOUNDED,
        /** A proposal begins. */
        PROPOSED,
        /** A message has left and is held back. */
        HELD,
        /** A message has not reached its receiver and never will. */
        LOST,
        /** A node stopped. */
        CRASHED,
        /** A node came back. */
        RESTARTED,
        /** The step was refused, and changed nothing. */
        REFUSED
    }

    @Override
    public String line() {
        return switch (kind) {
            case FOUNDED, PROPOSED, CRASHED, RESTARTED -> what + " | " + why;
            case HELD -> what + " " + from + " -> " + to + " is on its way | " + why;
            case LOST -> what + " " + from + " -> " + to + " is lost | " + why;
            case REFUSED -> "[REFUSED] " + what + " | " + why;
        };
    }
}
