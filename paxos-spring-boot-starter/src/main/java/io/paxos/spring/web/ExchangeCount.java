package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many exchanges each peer has under way with this node. Safe for use by many threads. */
final class ExchangeCount {

    private record Key(NodeId peer, Lane lane) {
    }

    private final Map<Key, Integer> underWay = new HashMap<>();
    private final int bulkLimit;

    ExchangeCount(int bulkLimit) {
        this.bulkLimit = bulkLimit;
    }

    /** A place for one more exchange; null if there are as many as may be. */
    synchronized @Nullable Place enter(NodeId peer, Lane lane) {
        int limit = lane == Lane.CONTROL ? TransportOptions.CONTROL_IN_FLIGHT : bulkLimit;
        Key key = new Key(peer, lane);
        int now = underWay.getOrDefault(key, 0);
        if (now >= limit) {
            return null;
        }
        underWay.put(key, now + 1);
        return new Place(key);
    }

    private synchronized void leave(Key key) {
        underWay.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** That of one exchange. */
    final class Place {

        private final Key key;
        private boolean left;

        private Place(Key key) {
            this.key = key;
        }

        /**
         * Gives it up; a second time does nothing. To be called before the response is written: once the peer has that, it
         * sends the next request.
         */
        void leave() {
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
            }
            ExchangeCount.this.leave(key);
        }
    }
}
