package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What tests ask of a running node. Every wait here is bounded. */
final class Calls {

    /** How long a test waits for what should take milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Calls() {
    }

    /** Returns when the node leads and serves. */
    static void awaitServing(ReplicaDriver driver) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            ReplicaStatus status = driver.status();
            return status != null && status.serving();
        });
    }

    /** Proposes a decision and waits for the end of the call, whatever it is. */
    static Outcome decide(ReplicaDriver driver, String name, String value) {
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        // the client's id is random, as two starts on one store must not be taken for one client (PITFALLS 90)
        UUID client = UUID.randomUUID();
        ClientId id = new ClientId(client.getMostSignificantBits(), client.getLeastSignificantBits());
        driver.propose(new Command(new ClientSequence(id, 1), 1, 0,
                OperationCodec.encode(new Decide(name, Bytes.utf8(value)))), PATIENCE, ended::complete);
        return ended.orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Proposes a decision to a node that leads, and requires that it is done and won. */
    static void requireWon(ReplicaDriver driver, String name, String value) {
        awaitServing(driver);
        assertThat(decide(driver, name, value)).isInstanceOfSatisfying(Outcome.Done.class,
                done -> assertThat(done.result()).isInstanceOfSatisfying(Decided.class, decided -> {
                    assertThat(decided.won()).isTrue();
                    assertThat(decided.value()).isEqualTo(Bytes.utf8(value));
                }));
    }

    /** What a node that leads knows of a decision; null if nothing. */
    static @Nullable String decisionOf(ReplicaDriver driver, String name) {
        awaitServing(driver);
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        driver.read(new DecisionOf(name), false, PATIENCE, ended::complete);
        Outcome outcome = ended.orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(outcome).isInstanceOf(Outcome.ReadDone.class);
        Bytes value = ((DecisionResult) ((Outcome.ReadDone) outcome).result()).value();
        return value == null ? null : value.utf8();
    }

    /** Names of the live threads of a node. */
    static List<String> threadsOf(String node) {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("paxos-" + node + "-")).sorted().toList();
    }
}
