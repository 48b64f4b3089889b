package io.paxos.spring.template;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Query;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import java.time.Duration;
import java.util.function.Consumer;

/** What the template needs of the node's {@link ReplicaDriver}; tests put scripted outcomes in its place. */
interface ReplicaCalls {

    /** As {@link ReplicaDriver#propose}. */
    void propose(Command command, Duration timeout, Consumer<Outcome> whenEnded);

    /** As {@link ReplicaDriver#read}. */
    void read(Query query, boolean local, Duration timeout, Consumer<Outcome> whenEnded);

    /** As {@link ReplicaDriver#isRunning}. */
    boolean isRunning();

    /** The highest slot that the node knows chosen, at most about a tick ago; 0 while it does not run. */
    long chosenUpTo();

    /** The calls of a driver. */
    static ReplicaCalls of(ReplicaDriver driver) {
        return new ReplicaCalls() {
            @Override
            public void propose(Command command, Duration timeout, Consumer<Outcome> whenEnded) {
                driver.propose(command, timeout, whenEnded);
            }

            @Override
            public void read(Query query, boolean local, Duration timeout, Consumer<Outcome> whenEnded) {
                driver.read(query, local, timeout, whenEnded);
            }

            @Override
            public boolean isRunning() {
                return driver.isRunning();
            }

            @Override
            public long chosenUpTo() {
                ReplicaStatus status = driver.status();
                return status == null ? 0 : status.chosenUpTo();
            }
        };
    }
}
