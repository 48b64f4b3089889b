package io.paxos.spring.actuator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Event;
import java.time.Duration;

/** Counts the campaigns of a node, and measures what it writes: quickly, on the thread of the protocol. */
public final class ReplicaMeters implements ReplicaListener {

    private final Counter elections;
    private final Counter leaderships;
    private final Timer sync;
    private final DistributionSummary batch;

    /**
     * @param self the node that tells
     */
    public ReplicaMeters(MeterRegistry registry, NodeId self) {
        this.elections = Counter.builder("paxos.elections").tag(PaxosMeters.NODE, self.value()).baseUnit("elections")
                .description("Campaigns that the node began").register(registry);
        this.leaderships = Counter.builder("paxos.leaderships").tag(PaxosMeters.NODE, self.value()).baseUnit("leaderships")
                .description("Campaigns that the node won").register(registry);
        this.sync = Timer.builder("paxos.sync").tag(PaxosMeters.NODE, self.value())
                .description("Time from the begin of a write to the store until it was on the disk").register(registry);
        this.batch = DistributionSummary.builder("paxos.batch.size").tag(PaxosMeters.NODE, self.value()).baseUnit("votes")
                .description("Votes in a write to the store that has any").register(registry);
    }

    @Override
    public void onWritten(int entries, Duration took) {
        sync.record(took);
        if (entries > 0) {
            batch.record(entries);
        }
    }

    @Override
    public void onEvent(Event event) {
        if (event instanceof Event.RoleChanged changed) {
            if (changed.role().equals("candidate")) {
                elections.increment();
            } else if (changed.role().equals("leader")) {
                leaderships.increment();
            }
        }
    }
}
