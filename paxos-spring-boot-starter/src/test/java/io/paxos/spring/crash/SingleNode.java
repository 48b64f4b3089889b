package io.paxos.spring.crash;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.RoleFactory;
import io.paxos.spring.jpa.JpaAcceptorStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A cluster of one on an H2 file, put together as the auto-configuration does it, and one client of it. Safe for use by many
 * threads.
 */
final class SingleNode {

    /** The one node. */
    static final NodeId SELF = NodeId.of("node1");

    /** Long enough for every machine that is not broken. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LOG = "log";
    private static final int PAGE = 1_000;
    private static final long STEP_NANOS = 200_000;

    private final ReplicaDriver driver;
    private final ClientId client;
    private final TreeSet<Long> open = new TreeSet<>();
    private long lastSequence;

    /**
     * @param dataDir the directory that holds the directories of nodes
     */
    SingleNode(Path dataDir) {
        SecureRandom random = new SecureRandom();
        client = new ClientId(random.nextLong(), random.nextLong());
        FoundingPlan plan = FoundingPlan.majority("default", List.of(SELF));
        driver = new ReplicaDriver(SELF, JpaAcceptorStore.of("default", "default", SELF, dataDir, null, null, null, false),
                Transport.none(), durable -> new Replica(new ReplicaSetup(SELF, "default", plan, ReplicaOptions.DEFAULTS, durable,
                        new ReplicatedState(), new SplittableRandom(random.nextLong()), RoleFactory.STANDARD)),
                List::of, DriverOptions.DEFAULTS);
    }

    /** Its driver. */
    ReplicaDriver driver() {
        return driver;
    }

    /**
     * Starts the node and waits until it leads and serves.
     *
     * @throws io.paxos.core.port.StoreException if the store is refused
     */
    void start() {
        driver.start();
        awaitServing();
    }

    /** Waits until it leads and serves. */
    void awaitServing() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ReplicaStatus status = driver.status();
        while (status == null || !status.serving()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("within " + PATIENCE + " the node did not come to lead: " + status);
            }
            LockSupport.parkNanos(STEP_NANOS);
            status = driver.status();
        }
    }

    /**
     * Adds a token to the log.
     *
     * @param whenEnded told the outcome on the thread of the protocol
     */
    void append(String token, Consumer<Outcome> whenEnded) {
        ReplicaStatus status = driver.status();
        long bornAt = status == null ? 0 : status.chosenUpTo();
        Bytes body = OperationCodec.encode(new Append(LOG, Bytes.utf8(token)));
        Command command;
        synchronized (open) {
            open.add(++lastSequence);
            command = new Command(new ClientSequence(client, lastSequence), open.first(), bornAt, body);
        }
        driver.propose(command, PATIENCE, outcome -> {
            synchronized (open) {
                open.remove(((ClientSequence) command.id()).sequence());
            }
            whenEnded.accept(outcome);
        });
    }

    /**
     * Reads the log from an index to its end, page by page; each page is linearizable.
     *
     * @throws IllegalStateException if a read has no answer
     */
    List<String> read(int from) {
        List<String> tokens = new ArrayList<>();
        List<Bytes> page;
        do {
            CompletableFuture<Outcome> ended = new CompletableFuture<>();
            driver.read(new LogRange(LOG, from + tokens.size(), PAGE), false, PATIENCE, ended::complete);
            if (!(ended.join() instanceof Outcome.ReadDone done) || !(done.result() instanceof LogPage read)) {
                throw new IllegalStateException("the log cannot be read: " + ended.join());
            }
            page = read.values();
            page.forEach(value -> tokens.add(value.utf8()));
        } while (page.size() == PAGE);
        return tokens;
    }

    /** Stops the node and closes its store. */
    void stop() {
        driver.stop();
    }
}
