package io.paxos.core.log;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up durable writes, or the rows that they left in a database, to the state of the acceptor. The rules of reading
 * a journal of votes stand here once, for every store: the highest ballot wins in each slot (PITFALLS 86), and a value
 * learnt as chosen outranks every vote (rule L4).
 */
public final class DurableStateBuilder {

    private final StorageId storage;
    private Meta meta = Meta.INITIAL;
    private final TreeMap<Long, Vote> votes = new TreeMap<>();
    private final TreeMap<Long, Entry> chosen = new TreeMap<>();

    /** Starts with an empty store of that identity. */
    public DurableStateBuilder(StorageId storage) {
        this.storage = storage;
    }

    /** Adds a whole write. */
    public DurableStateBuilder add(AcceptorWrite write) {
        write.votes().forEach(this::add);
        write.chosen().forEach(this::add);
        return meta(write.meta());
    }

    /** Replaces the meta row. */
    public DurableStateBuilder meta(Meta latest) {
        this.meta = latest;
        return this;
    }

    /**
     * Adds a row of votes, in any order.
     *
     * @throws IllegalStateException if two votes of one ballot and slot differ: a damaged store, which must not vote
     */
    public DurableStateBuilder add(VoteRow row) {
        long slot = row.firstSlot();
        for (Entry entry : row.entries()) {
            Vote known = votes.get(slot);
            if (known == null || known.ballot().isBelow(row.ballot())) {
                votes.put(slot, new Vote(row.ballot(), entry));
            } else if (known.ballot().equals(row.ballot()) && !known.entry().equals(entry)) {
                throw damaged("two votes in slot " + slot + " and ballot " + row.ballot());
            }
            slot++;
        }
        return this;
    }

    /**
     * Adds a row of chosen values, in any order.
     *
     * @throws IllegalStateException if two chosen values of one slot differ: a damaged store, which must not vote
     */
    public DurableStateBuilder add(ChosenRow row) {
        long slot = row.firstSlot();
        for (Entry entry : row.entries()) {
            Entry known = chosen.put(slot, entry);
            if (known != null && !known.equals(entry)) {
                throw damaged("two chosen values in slot " + slot);
            }
            slot++;
        }
        return this;
    }

    /**
     * The state that all this adds up to.
     *
     * @throws IllegalStateException if a value below the chosen mark, or the promise of a vote, is missing: a damaged
     *     store, which must not vote
     */
    public DurableState build() {
        if (!meta.binding().founded() && (!votes.isEmpty() || !chosen.isEmpty() || meta.chosenUpTo() > 0
                || meta.promised().isAbove(Ballot.NONE))) {
            throw damaged("promises, votes or values, and was never founded");
        }
        List<Entry> prefix = new ArrayList<>();
        for (long slot = 1; slot <= meta.chosenUpTo(); slot++) {
            prefix.add(chosenValue(slot));
        }
        SortedMap<Long, Vote> open = new TreeMap<>(votes.tailMap(meta.chosenUpTo() + 1));
        for (Vote vote : votes.values()) {
            if (vote.ballot().isAbove(meta.promised())) {
                throw damaged("a vote in " + vote.ballot() + ", above its promise of " + meta.promised());
            }
        }
        return new DurableState(storage, meta, open, prefix);
    }

    private IllegalStateException damaged(String what) {
        return new IllegalStateException("the store " + storage + " is damaged: it has " + what);
    }

    private Entry chosenValue(long slot) {
        @Nullable Entry learnt = chosen.get(slot);
        if (learnt != null) {
            return learnt;
        }
        // L7: the mark passes a slot only when its chosen value is stored; without a chosen row, that is the own vote,
        // which was cast in the ballot that chose it, or in a later one, which proposes the same.
        @Nullable Vote vote = votes.get(slot);
        if (vote == null) {
            throw damaged("slots up to " + meta.chosenUpTo() + " marked as chosen, and no value of slot " + slot);
        }
        return vote.entry();
    }
}
