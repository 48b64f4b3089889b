package io.paxos.spring.actuator;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.trace.TraceEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each message of the two phases to the log, and keeps the last ones; {@code paxos.trace.enabled} switches it on. Takes
 * events on the thread of the protocol, and is asked for them by any.
 */
public final class StepTrace implements ReplicaListener {

    /** Where the lines go, at level INFO. */
    public static final String LOGGER = "io.paxos.trace";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    /**
     * An event that was kept.
     *
     * @param number counts the events of this process, from 1 on
     * @param event what happened
     */
    public record Kept(long number, TraceEvent event) {
    }

    private final NodeId self;
    private final int size;
    private final Deque<Kept> last = new ArrayDeque<>();
    private long told;

    /**
     * @param self the node that tells
     * @param size most events to keep, at least 1
     */
    public StepTrace(NodeId self, int size) {
        this.self = self;
        this.size = size;
    }

    @Override
    public void onTraced(TraceEvent event) {
        if (log.isInfoEnabled()) {
            log.info("{}: {}", self, event.line());
        }
        keep(event);
    }

    /** The last events, the newest last. */
    public synchronized List<Kept> last() {
        return new ArrayList<>(last);
    }

    private synchronized void keep(TraceEvent event) {
        if (last.size() >= size) {
            last.removeFirst();
        }
        last.addLast(new Kept(++told, event));
    }
}
