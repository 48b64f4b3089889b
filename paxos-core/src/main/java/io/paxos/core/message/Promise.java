package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.SlotReport;
import java.util.List;

/**
 * Phase 1b: the sender will accept nothing below the ballot, and reports what it has accepted (<em>Paxos Made
 * Simple</em>, 2.2; rule S2). Counts only with its last page (PITFALLS 34).
 *
 * @param ballot the campaign, echoed
 * @param from first slot of the campaign, echoed
 * @param pageFrom first slot of this page, echoed
 * @param reports what is known of slots from {@code pageFrom} on, in order; slots left out have neither vote nor value
 * @param nextPage first slot of the next page; 0 if this is the last
 * @param compactedUpTo slots up to here are no longer kept: their silence does not mean "no vote" (PITFALLS 30)
 * @param chosenUpTo the highest slot that the sender knows chosen
 */
public record Promise(Ballot ballot, long from, long pageFrom, List<SlotReport> reports, long nextPage,
        long compactedUpTo, long chosenUpTo) implements Message {

    /**
     * @throws IllegalArgumentException if the slots are out of order
     */
    public Promise {
        reports = List.copyOf(reports);
        if (from < 1 || pageFrom < from || nextPage != 0 && nextPage <= pageFrom) {
            throw new IllegalArgumentException("promise from " + from + ", page from " + pageFrom + " to " + nextPage);
        }
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onPromise(header, this);
    }
}
