package io.paxos.core.log;

import io.paxos.core.membership.StorageId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store gives back when a node starts: exactly what its durable writes add up to.
 *
 * @param storage identity of the store
 * @param meta the meta row
 * @param votes for each slot above {@code meta.chosenUpTo()} with a vote, the vote with the highest ballot
 * @param chosen the values of the slots 1 to {@code meta.chosenUpTo()}, in order
 */
public record DurableState(StorageId storage, Meta meta, SortedMap<Long, Vote> votes, List<Entry> chosen) {

    /**
     * @throws IllegalArgumentException if a chosen value is missing: the store is damaged and must not vote
     */
    public DurableState {
        votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
        chosen = List.copyOf(chosen);
        if (chosen.size() != meta.chosenUpTo()) {
            throw new IllegalArgumentException("the store says that slots up to " + meta.chosenUpTo()
                    + " are chosen and has the values of " + chosen.size());
        }
    }
}
