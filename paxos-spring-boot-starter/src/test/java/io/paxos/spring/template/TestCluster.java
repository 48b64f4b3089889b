package io.paxos.spring.template;

import static org.awaitility.Awaitility.await;

import io.github.resilience4j.retry.Retry;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.StorageId;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.RoleFactory;
import io.paxos.spring.lifecycle.CallGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Nodes of one JVM, each with a template, joined by calls. Stopped with the test. */
final class TestCluster implements AutoCloseable {

    /** How long a test waits for what should take milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A node and what asks through it. */
    record Node(NodeId id, ReplicaDriver driver, ConsensusTemplate template) {
    }

    private final Map<NodeId, ReplicaDriver> network = new ConcurrentHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /** So many nodes named {@code <prefix>1} and so on, not started. */
    TestCluster(String prefix, int size) {
        List<NodeId> ids = IntStream.rangeClosed(1, size).mapToObj(i -> NodeId.of(prefix + i)).toList();
        FoundingPlan plan = FoundingPlan.majority("test", ids);
        for (NodeId id : ids) {
            int number = nodes.size() + 1;
            ReplicaDriver driver = new ReplicaDriver(id, new MemoryStore(new StorageId(1, number)), (to, messages) -> {
                ReplicaDriver receiver = network.get(to);
                if (receiver != null) {
                    receiver.receive(messages, 100L * messages.size());
                }
            }, durable -> new Replica(new ReplicaSetup(id, "default", plan, ReplicaOptions.DEFAULTS, durable,
                    new ReplicatedState(), new SplittableRandom(number), RoleFactory.STANDARD)), List::of,
                    DriverOptions.DEFAULTS);
            ConsensusTemplate template = new ConsensusTemplate(id, driver, new JsonValueCodec(new JsonMapper()),
                    new TemplateOptions(PATIENCE, 64 * 1024, 10_000, 1 << 25), Retry.of("paxos", ConsensusRetry.defaults()),
                    new CallGate(), List.of());
            nodes.add(new Node(id, driver, template));
        }
    }

    /** One node that serves. */
    static TestCluster single(String prefix) {
        return new TestCluster(prefix, 1).start();
    }

    /** Starts all nodes; does not wait for a leader, as a template does that. */
    TestCluster start() {
        nodes.forEach(node -> {
            network.put(node.id(), node.driver());
            node.driver().start();
        });
        return this;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** The first node's. */
    ConsensusTemplate template() {
        return nodes.get(0).template();
    }

    /** Waits until one node leads and serves, and gives it. */
    Node awaitLeader() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> nodes.stream().filter(node -> {
            ReplicaStatus status = node.driver().status();
            return status != null && status.serving();
        }).findFirst().orElse(null), leader -> leader != null);
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.driver().stop());
        nodes.forEach(node -> node.template().close());
    }
}
