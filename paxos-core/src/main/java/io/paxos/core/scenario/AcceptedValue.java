package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import org.jspecify.annotations.Nullable;

/**
 * A value that an acceptor has voted for, or knows to be chosen.
 *
 * @param value the value
 * @param ballot the ballot of the vote; null if the value was reported as chosen, which outranks every vote (rule L4)
 */
public record AcceptedValue(String value, @Nullable Ballot ballot) {

    /** {@code (value, round.node)}, or {@code (value, chosen)}. */
    @Override
    public String toString() {
        return "(" + value + ", " + (ballot == null ? "chosen" : Texts.of(ballot)) + ")";
    }
}
