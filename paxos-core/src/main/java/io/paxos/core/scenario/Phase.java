package io.paxos.core.scenario;

import java.util.Locale;

/** What a proposer asks of an acceptor. */
public enum Phase {
    /** Phase 1: a promise. */
    PREPARE,
    /** Phase 2: a vote. */
    ACCEPT;

    /** In lower case, as scripts and traces say it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
