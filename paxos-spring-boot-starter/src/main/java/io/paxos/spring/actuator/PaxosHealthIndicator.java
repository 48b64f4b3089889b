package io.paxos.spring.actuator;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.replica.ReplicaStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this node can answer calls now: up if it takes part and knows a leader that is heard by a quorum; else down, with the
 * reason in words. It belongs to readiness. A restart helps against none of it, except where the reason says so.
 */
public final class PaxosHealthIndicator implements HealthIndicator {

    /** The thread of the protocol comes round a hundred times a second. */
    private static final Duration HANGING = Duration.ofSeconds(5);

    private final ReplicaDriver driver;

    /**
     * @param driver whose health is to be told
     */
    public PaxosHealthIndicator(ReplicaDriver driver) {
        this.driver = driver;
    }

    @Override
    public Health health() {
        ReplicaStatus status = driver.status();
        String reason = reasonOf(status);
        Health.Builder health = reason == null ? Health.up() : Health.down().withDetail("reason", reason);
        if (status != null) {
            health.withDetail("node", status.node().value()).withDetail("role", status.role())
                    .withDetail("leader", status.leader() == null ? "none" : status.leader().value())
                    .withDetail("founding", status.founding().status().name());
        }
        return health.build();
    }

    private @Nullable String reasonOf(@Nullable ReplicaStatus status) {
        if (status == null) {
            return "the node does not run";
        }
        Duration silent = driver.sinceLastTurn();
        FoundingStatus founding = status.founding().status();
        if (status.fenced() != null) {
            return "fenced: " + status.fenced();
        }
        if (status.applyHalted() != null) {
            return "it applies no more: " + status.applyHalted();
        }
        if (silent.compareTo(HANGING) > 0) {
            return "the thread of the protocol has hung for " + silent.toSeconds() + " seconds; restart the node";
        }
        if (founding != FoundingStatus.FOUNDED) {
            return status.founding().describe();
        }
        if (status.leader() == null) {
            return "no leader: a quorum of nodes cannot be reached, or an election is under way";
        }
        if (status.leader().equals(status.node()) && !status.serving()) {
            return "it was just elected, and has not finished its first round";
        }
        return null;
    }
}
