package io.paxos.core.acceptor;

import io.paxos.core.ballot.Ballot;
import java.util.Map;
import java.util.TreeMap;

/**
 * For which slots a vote was cast in the latest ballot. It outlives the votes themselves, so that a batch that comes again
 * after its slots are known chosen is recognised, and costs no second write (DESIGN 5). Neighbouring ranges are joined, so
 * there is one entry for each gap; only the highest ones are kept.
 */
final class VotedRanges {

    private static final int MOST_RANGES = 1_024;

    private Ballot ballot = Ballot.NONE;
    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    void add(Ballot votedIn, long firstSlot, long lastSlot) {
        if (!votedIn.equals(ballot)) {
            ballot = votedIn;
            lastByFirst.clear();
        }
        long first = firstSlot;
        long last = lastSlot;
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(firstSlot);
        if (before != null && before.getValue() >= firstSlot - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (Map.Entry<Long, Long> next = lastByFirst.higherEntry(first); next != null && next.getKey() <= last + 1;
                next = lastByFirst.higherEntry(first)) {
            last = Math.max(last, next.getValue());
            lastByFirst.remove(next.getKey());
        }
        lastByFirst.put(first, last);
        if (lastByFirst.size() > MOST_RANGES) {
            lastByFirst.pollFirstEntry(); // a batch from there that came again would only be written again
        }
    }

    boolean covers(Ballot votedIn, long firstSlot, long lastSlot) {
        Map.Entry<Long, Long> range = lastByFirst.floorEntry(firstSlot);
        return votedIn.equals(ballot) && range != null && range.getValue() >= lastSlot;
    }
}
