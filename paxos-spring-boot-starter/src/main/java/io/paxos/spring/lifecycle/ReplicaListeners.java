package io.paxos.spring.lifecycle;

import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The host's listeners, in their order, as one. They are looked up when all beans are there, so that a listener may itself
 * depend on the node.
 */
public final class ReplicaListeners implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ReplicaListeners.class);

    private final ObjectProvider<ReplicaListener> beans;
    private volatile List<ReplicaListener> listeners = List.of();

    /**
     * @param beans the host's listeners
     */
    public ReplicaListeners(ObjectProvider<ReplicaListener> beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        listeners = beans.orderedStream().toList();
    }

    /** Tells all of them. What one throws is logged, and the others are told all the same. */
    public ReplicaListener asOne() {
        return new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                for (ReplicaListener listener : listeners) {
                    try {
                        listener.onApplied(slot);
                    } catch (RuntimeException e) {
                        log.warn("A listener failed on slot {}", slot.slot(), e);
                    }
                }
            }

            @Override
            public void onEvent(Event event) {
                for (ReplicaListener listener : listeners) {
                    try {
                        listener.onEvent(event);
                    } catch (RuntimeException e) {
                        log.warn("A listener failed on {}", event, e);
                    }
                }
            }
        };
    }
}
