package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import java.time.Duration;
import org.slf4j.MDC;

/**
 * A thread of the driver. It cannot be interrupted: an interrupt inside an embedded H2 closes the database for everybody
 * (PITFALLS 14 and the notes on the store), and the driver ends its threads by telling them. Its log lines carry the node's
 * id under {@code paxos.node}.
 */
final class QuietThread extends Thread {

    private final NodeId self;

    QuietThread(NodeId self, String part, Runnable body) {
        super(body, "paxos-" + self + "-" + part);
        this.self = self;
        setDaemon(true);
    }

    @Override
    public void run() {
        MDC.put("paxos.node", self.value());
        super.run();
    }

    /** Does nothing, on purpose. */
    @Override
    public void interrupt() {
        // see above
    }

    /** Waits until it has ended, but not longer than that, whoever interrupts; whether it has ended. Never waits for itself. */
    boolean awaitEnd(Duration patience) {
        if (Thread.currentThread() == this) {
            return false;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (isAlive()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    // rounded up, as 0 would mean for ever
                    join(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
