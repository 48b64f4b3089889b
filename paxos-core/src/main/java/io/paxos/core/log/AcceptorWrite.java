package io.paxos.core.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What must become durable together, all or nothing (rule A2: the vote and the raised promise in one transaction).
 *
 * @param id numbers the writes of one process from 1 on; when a write is durable, so are all with a lower id
 * @param meta the meta row as it stands after this write
 * @param votes new votes, in the order in which they were cast
 * @param chosen new values learnt as chosen
 */
public record AcceptorWrite(long id, Meta meta, List<VoteRow> votes, List<ChosenRow> chosen) {

    /** Copies the lists. */
    public AcceptorWrite {
        votes = List.copyOf(votes);
        chosen = List.copyOf(chosen);
    }

    /** About how many bytes its rows take. */
    public long sizeInBytes() {
        long bytes = 64;
        for (VoteRow row : votes) {
            for (Entry entry : row.entries()) {
                bytes += entry.sizeInBytes();
            }
        }
        for (ChosenRow row : chosen) {
            for (Entry entry : row.entries()) {
                bytes += entry.sizeInBytes();
            }
        }
        return bytes;
    }

    /** Votes in it, one for each slot. */
    public int voteCount() {
        return votes.stream().mapToInt(row -> row.entries().size()).sum();
    }

    /**
     * One write that does what all of these do, under the id of the last (group commit).
     *
     * @param writes at least one, in order
     * @throws IllegalArgumentException if there is none, or they are not in order, or a promise falls
     */
    public static AcceptorWrite merged(List<AcceptorWrite> writes) {
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("no writes to merge");
        }
        List<VoteRow> votes = new ArrayList<>();
        List<ChosenRow> chosen = new ArrayList<>();
        AcceptorWrite before = null;
        for (AcceptorWrite write : writes) {
            if (before != null && (write.id <= before.id || write.meta.promised().isBelow(before.meta.promised()))) {
                throw new IllegalArgumentException("write " + write.id + " with a promise of " + write.meta.promised()
                        + " does not follow write " + before.id + " with " + before.meta.promised());
            }
            votes.addAll(write.votes);
            chosen.addAll(write.chosen);
            before = write;
        }
        AcceptorWrite last = writes.get(writes.size() - 1);
        return writes.size() == 1 ? last : new AcceptorWrite(last.id, last.meta, votes, chosen);
    }
}
