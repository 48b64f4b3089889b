package io.paxos.spring.lifecycle;

import io.paxos.core.driver.ReplicaDriver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the node with its application: after the web server has started, and before it begins to shut down
 * gracefully. Starting waits for the disk and for nothing else, so that an application never waits for its own peers. A store
 * that cannot be trusted ends the start of the application.
 *
 * <p>Stopping goes in this order (PITFALLS 78): the leadership is handed over, new calls are refused, those under way are
 * answered, at the new leader where need be, and then the driver ends and closes the store. Each step has a bound, whatever
 * hangs: an election time-out for the handover, twice that and at most 5 seconds for the calls, and then what the driver's
 * options say; a call that has no answer by then ends with what is certain.
 */
public final class ReplicaLifecycle implements SmartLifecycle {

    private static final Duration LONGEST_FOR_CALLS = Duration.ofSeconds(5);

    private final ReplicaDriver driver;
    private final CallGate gate;
    private final Duration electionTimeout;

    /**
     * @param driver what to start and stop
     * @param gate through which calls of the application go
     * @param electionTimeout the longest that a handover is waited for; calls under way get up to twice as long, so that they can
     *     find the next leader
     */
    public ReplicaLifecycle(ReplicaDriver driver, CallGate gate, Duration electionTimeout) {
        this.driver = driver;
        this.gate = gate;
        this.electionTimeout = electionTimeout;
    }

    @Override
    public void start() {
        driver.start();
        gate.open();
    }

    @Override
    public void stop() {
        try {
            handOver();
            gate.shut();
            Duration forCalls = electionTimeout.multipliedBy(2);
            gate.awaitEmpty(forCalls.compareTo(LONGEST_FOR_CALLS) < 0 ? forCalls : LONGEST_FOR_CALLS);
        } catch (InterruptedException e) {
            // whoever interrupts wants it sooner: what is left ends unanswered
            Thread.currentThread().interrupt();
            gate.shut();
        }
        driver.stop();
    }

    /** While this goes on calls are still taken: they wait, or are answered by the next leader. */
    private void handOver() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        driver.transferLeadership(null, over::countDown);
        // the time of the driver counts in ticks, so it gives up by itself at about the same time
        over.await(electionTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isRunning() {
        return driver.isRunning();
    }

    /** The last to start, the first to stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
