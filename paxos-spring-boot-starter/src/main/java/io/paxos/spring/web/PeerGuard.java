package io.paxos.spring.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a bulk exchange with one peer is worth a try now, and is told how each ended. Waits for nothing, and is safe for
 * use by many threads. The control lane never asks it.
 */
@FunctionalInterface
public interface PeerGuard {

    /** Lets everything pass. */
    PeerGuard NONE = () -> new Permit() {
        @Override
        public void answered() {
            // nobody counts
        }

        @Override
        public void failed(IOException why) {
            // nobody counts
        }

        @Override
        public void close() {
            // there are always more
        }
    };

    /**
     * A permit for one exchange, to be closed once that has ended; null if there is to be none now, and its messages are lost.
     */
    @Nullable Permit enter();

    /**
     * That of one exchange, for one thread. What is said of the exchange is said once at most; one of which nothing is said
     * tells nothing of the peer: a late answer, a refusal (4xx), or one that is not understood.
     */
    interface Permit extends AutoCloseable {

        /** The peer has answered as peers do. */
        void answered();

        /** The peer was not reached, or the connection broke off, or the answer was a 5xx, whoever gave it. */
        void failed(IOException why);

        /** The exchange has ended. */
        @Override
        void close();
    }
}
