package io.paxos.spring.codec;

import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.VoteRow;
import java.util.List;

/**
 * What one row of a journal holds: the votes and the chosen values of a write, or a part of them.
 *
 * @param votes votes, in the order in which they were cast
 * @param chosen values learnt as chosen
 */
public record RowBody(List<VoteRow> votes, List<ChosenRow> chosen) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if both are empty: a write that changes only the meta row has no row in a journal
     */
    public RowBody {
        votes = List.copyOf(votes);
        chosen = List.copyOf(chosen);
        if (votes.isEmpty() && chosen.isEmpty()) {
            throw new IllegalArgumentException("a row of a journal holds at least one vote or chosen value");
        }
    }
}
