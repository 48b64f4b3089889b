package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.List;

/** Three drivers in one JVM. Who leads, and for how long, is up to them: a slow machine may depose anybody at any time. */
final class LocalCluster implements AutoCloseable {

    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    private final TestNodes ended = new TestNodes();
    private final LocalNetwork network = new LocalNetwork();
    private final List<TestNode> nodes;

    LocalCluster() {
        List<NodeId> ids = List.of(NodeId.of("node1"), NodeId.of("node2"), NodeId.of("node3"));
        FoundingPlan plan = FoundingPlan.majority("test", ids);
        nodes = ids.stream()
                .map(id -> ended.add(new TestNode(id, plan, new MemoryStore(), network.transportOf(id)))).toList();
    }

    /** Starts all nodes and waits until the cluster serves. */
    LocalCluster start() {
        nodes.forEach(node -> network.connect(node.id(), node.driver()));
        nodes.forEach(TestNode::start);
        awaitLeader();
        return this;
    }

    LocalNetwork network() {
        return network;
    }

    List<TestNode> nodes() {
        return nodes;
    }

    /** Has a turnstile end with the test. */
    Turnstile turnstile() {
        return ended.turnstile();
    }

    /** All but one. */
    List<TestNode> othersThan(TestNode one) {
        return nodes.stream().filter(node -> node != one).toList();
    }

    /** Waits until one of the nodes leads and serves. */
    TestNode awaitLeader() {
        return awaitLeader(nodes);
    }

    /** Waits until one of these nodes leads and serves. */
    TestNode awaitLeader(List<TestNode> among) {
        return Await.found("a leader", () -> among.stream()
                .filter(node -> node.driver().isRunning() && node.status().serving()).findFirst().orElse(null));
    }

    /** Waits until all nodes that run hold the same, and gives it. */
    List<String> awaitAgreement() {
        return Await.found("agreement", () -> {
            List<List<String>> logs = nodes.stream().filter(node -> node.driver().isRunning())
                    .map(node -> Requests.valuesIn(node.readLocally().get())).distinct().toList();
            return logs.size() == 1 ? logs.get(0) : null;
        });
    }

    /** Hands the same request in again and again, until it is answered; gives the value's place in the log. */
    long appendAt(TestNode node, Command command) {
        return Requests.indexIn(Await.found("an answer on " + node.id(), () -> {
            Outcome outcome = node.propose(command, ATTEMPT).get();
            return outcome instanceof Outcome.Done ? outcome : null;
        }));
    }

    /** Reads again and again, until it is answered. */
    List<String> readAt(TestNode node) {
        return Requests.valuesIn(Await.found("an answer on " + node.id(), () -> {
            Outcome outcome = node.read(Requests.ALL, ATTEMPT).get();
            return outcome instanceof Outcome.ReadDone ? outcome : null;
        }));
    }

    @Override
    public void close() {
        ended.close();
        assertThat(network.faults()).as("faults of the drivers").isEmpty();
    }
}
