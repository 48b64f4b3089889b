package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a peer cannot be reached any more, and when it can again: one line for each change, as what fails is tried many
 * times a second, and only for a failure that lasts, as nodes start and stop and single exchanges get lost. Safe for use by
 * many threads.
 */
final class PeerContact {

    private static final Logger log = LoggerFactory.getLogger(PeerContact.class);

    /** How long nothing must have worked before it is worth a line. */
    private static final long LASTING = Duration.ofSeconds(2).toNanos();

    /** Most characters of a reason, which may come from elsewhere. */
    private static final int MOST_REASON = 300;

    private final NodeId self;
    private final NodeId peer;
    private final URI base;
    private volatile boolean fails;
    private long since;
    private boolean said;

    PeerContact(NodeId self, NodeId peer, URI base) {
        this.self = self;
        this.peer = peer;
        this.base = base;
    }

    void worked() {
        if (!fails) {
            return;
        }
        synchronized (this) {
            if (said) {
                log.info("{} exchanges messages with {} again", self, peer);
            }
            fails = false;
            said = false;
        }
    }

    /** An exchange was lost. */
    synchronized void failed(String reason) {
        long now = System.nanoTime();
        if (!fails) {
            fails = true;
            since = now;
        }
        if (!said && now - since >= LASTING) {
            said = true;
            log.warn("{} cannot exchange messages with {} at {}: {}", self, peer, base, printable(reason));
        }
    }

    private static String printable(String reason) {
        String cut = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "..." : reason;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
