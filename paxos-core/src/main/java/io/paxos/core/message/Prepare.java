package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;

/**
 * Phase 1a, for all slots from one on (<em>Paxos Made Simple</em>, 2.2 and 3; rule S2).
 *
 * @param ballot the campaign
 * @param from first slot of the campaign, fixed per ballot
 * @param pageFrom first slot that the answer shall report: {@code from}, or where the page before ended
 */
public record Prepare(Ballot ballot, long from, long pageFrom) implements Message {

    /**
     * @throws IllegalArgumentException if the slots are out of order
     */
    public Prepare {
        if (from < 1 || pageFrom < from) {
            throw new IllegalArgumentException("prepare from " + from + ", page from " + pageFrom);
        }
    }

    @Override
    public void deliverTo(MessageHandler handler, Header header) {
        handler.onPrepare(header, this);
    }
}
