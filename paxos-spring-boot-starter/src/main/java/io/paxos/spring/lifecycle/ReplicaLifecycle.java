package io.paxos.spring.lifecycle;

import io.paxos.core.driver.ReplicaDriver;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the node with its application: after the web server has started, and before it begins to shut down
 * gracefully. Starting waits for the disk and for nothing else, so that an application never waits for its own peers. A store
 * that cannot be trusted ends the start of the application.
 */
public final class ReplicaLifecycle implements SmartLifecycle {

    private final ReplicaDriver driver;

    /**
     * @param driver what to start and stop
     */
    public ReplicaLifecycle(ReplicaDriver driver) {
        this.driver = driver;
    }

    @Override
    public void start() {
        driver.start();
    }

    @Override
    public void stop() {
        driver.stop();
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
