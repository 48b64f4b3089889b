package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.trace.TraceEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of a replica as one; what one of them throws is logged, and the others are told all the same. */
final class AllListeners implements ReplicaListener {

    private static final Logger log = LoggerFactory.getLogger(AllListeners.class);

    private final NodeId self;
    private final List<ReplicaListener> listeners;

    AllListeners(NodeId self, List<ReplicaListener> listeners) {
        this.self = self;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onApplied(Applied slot) {
        tell(listener -> listener.onApplied(slot), () -> "slot " + slot.slot());
    }

    @Override
    public void onWritten(int entries, Duration took) {
        tell(listener -> listener.onWritten(entries, took), () -> "a write of " + entries + " entries");
    }

    @Override
    public void onEvent(Event event) {
        tell(listener -> listener.onEvent(event), () -> event);
    }

    @Override
    public void onTraced(TraceEvent event) {
        tell(listener -> listener.onTraced(event), event::line);
    }

    private void tell(Consumer<ReplicaListener> news, Supplier<Object> what) {
        for (ReplicaListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                log.warn("a listener of {} failed on {}", self, what.get(), e);
            }
        }
    }
}
