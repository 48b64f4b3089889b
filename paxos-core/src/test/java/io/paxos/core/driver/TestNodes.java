package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes and turnstiles of one test. At its end everything is let go and stopped, and whatever the test was about: no
 * thread is left, every store was closed, and the driver has kept to the contract of the store.
 */
final class TestNodes implements AutoCloseable {

    private final List<TestNode> all = new ArrayList<>();
    private final List<Turnstile> turnstiles = new ArrayList<>();

    /** A cluster of one, with an empty store, not started. */
    TestNode single() {
        return single(new MemoryStore());
    }

    /** A cluster of one with that store, not started. */
    TestNode single(MemoryStore store) {
        NodeId id = NodeId.of("single");
        return add(new TestNode(id, FoundingPlan.majority("test", List.of(id)), store, Transport.none()));
    }

    /** Has a node end with the test. */
    TestNode add(TestNode node) {
        all.add(node);
        return node;
    }

    /** Opened at the end of the test at the latest. */
    Turnstile turnstile() {
        Turnstile turnstile = new Turnstile();
        turnstiles.add(turnstile);
        return turnstile;
    }

    @Override
    public void close() {
        turnstiles.forEach(Turnstile::open);
        all.forEach(node -> node.store().release());
        all.forEach(node -> Background.run(node::stop).join());
        for (TestNode node : all) {
            Await.until("no thread of " + node.id() + " is left", () -> node.threads().isEmpty());
            assertThat(node.store().isOpen()).as("the store of " + node.id() + " is open").isFalse();
            assertThat(node.store().faults()).as("faults of the driver of " + node.id()).isEmpty();
        }
    }
}
