package io.paxos.spring.actuator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.paxos.core.ballot.NodeId;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times calls: writes as {@code paxos.append}, reads as {@code paxos.read}. A timer is there from its first call on. Safe for use
 * by many threads.
 */
public final class CallMeters {

    /** What gets a timer of its own; bounded, as both are constants. */
    private record Series(Enum<?> operation, Enum<?> outcome) {
    }

    private final MeterRegistry registry;
    private final NodeId self;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    /**
     * @param self the node that is called
     */
    public CallMeters(MeterRegistry registry, NodeId self) {
        this.registry = registry;
        this.self = self;
    }

    /**
     * A call has ended. The names of the two constants, in lower case and with hyphens, are its tags.
     *
     * @param operation what was called
     * @param writes whether that may change something
     * @param outcome how the call ended
     */
    public void ended(Enum<?> operation, boolean writes, Enum<?> outcome, Duration took) {
        timers.computeIfAbsent(new Series(operation, outcome), series -> timerOf(series, writes)).record(took);
    }

    private Timer timerOf(Series series, boolean writes) {
        return Timer.builder(writes ? "paxos.append" : "paxos.read").tag(PaxosMeters.NODE, self.value())
                .tag("operation", wordOf(series.operation())).tag("outcome", wordOf(series.outcome()))
                .description("Time of a " + (writes ? "write" : "read") + " from the call to its end, retries included")
                .register(registry);
    }

    private static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
