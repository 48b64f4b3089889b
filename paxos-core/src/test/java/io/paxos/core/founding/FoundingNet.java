package io.paxos.core.founding;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several nodes of a founding, each with its store, and what one asks another, step by step. */
final class FoundingNet {

    static final NodeId A = NodeId.of("a");
    static final NodeId B = NodeId.of("b");
    static final NodeId C = NodeId.of("c");
    static final NodeId D = NodeId.of("d");
    static final NodeId E = NodeId.of("e");

    private static final class Node {
        private FoundingPlan plan;
        private StorageId storage;
        private Binding durable = Binding.UNBOUND;
        private Founding founding;

        Node(FoundingPlan plan, StorageId storage, Founding founding) {
            this.plan = plan;
            this.storage = storage;
            this.founding = founding;
        }
    }

    /** An answer on its way, with the store that gave it. */
    record Answer(NodeId from, StorageId storage, Identity identity) {
    }

    private final Map<NodeId, Node> nodes = new TreeMap<>();
    private long lastStorage;
    private long lastNonce;

    FoundingNet(List<NodeId> listed) {
        this(FoundingPlan.majority("test", listed));
    }

    FoundingNet(FoundingPlan plan) {
        plan.nodes().forEach(node -> start(node, plan));
    }

    /** Starts a node with an empty store. */
    void start(NodeId node, FoundingPlan plan) {
        start(node, plan, new StorageId(7, ++lastStorage), Binding.UNBOUND);
    }

    /** Starts a node with a store as given. */
    void start(NodeId node, FoundingPlan plan, StorageId storage, Binding binding) {
        Node started = new Node(plan, storage, new Founding(node, storage, plan, binding, nextNonce()));
        started.durable = started.founding.binding();
        nodes.put(node, started);
    }

    /** Stops the node and starts it again from what is durable. */
    void restart(NodeId node) {
        Node stopped = nodes.get(node);
        start(node, stopped.plan, stopped.storage, stopped.durable);
    }

    /** The node's data directory is lost; it starts with a new store. */
    void wipe(NodeId node) {
        start(node, nodes.get(node).plan);
    }

    Founding at(NodeId node) {
        return nodes.get(node).founding;
    }

    StorageId storage(NodeId node) {
        return nodes.get(node).storage;
    }

    Binding binding(NodeId node) {
        return nodes.get(node).founding.binding();
    }

    FoundingStatus status(NodeId node) {
        return at(node).status();
    }

    FoundingReport report(NodeId node) {
        return at(node).report();
    }

    /** The question reaches the other node, and its answer comes back. */
    void ask(NodeId asking, NodeId asked) {
        hear(asking, askWithoutAnswer(asking, asked));
    }

    /** The question reaches the other node; the answer is on its way. */
    Answer askWithoutAnswer(NodeId asking, NodeId asked) {
        Identify question = at(asking).question();
        at(asked).onIdentify(question);
        persist(asked);
        return new Answer(asked, storage(asked), at(asked).answer(question));
    }

    /** An answer arrives. */
    void hear(NodeId asking, Answer answer) {
        at(asking).onIdentity(answer.from(), answer.storage(), answer.identity());
        persist(asking);
    }

    /** Every node asks every other, that many times over. */
    void allAskAll(int times) {
        for (int i = 0; i < times; i++) {
            for (NodeId asking : List.copyOf(nodes.keySet())) {
                for (NodeId asked : List.copyOf(nodes.keySet())) {
                    if (!asking.equals(asked)) {
                        ask(asking, asked);
                    }
                }
            }
        }
    }

    /** The node asks all others, once. */
    void asksAll(NodeId asking) {
        nodes.keySet().stream().filter(node -> !node.equals(asking)).toList().forEach(asked -> ask(asking, asked));
    }

    private void persist(NodeId node) {
        nodes.get(node).durable = at(node).binding();
    }

    private long nextNonce() {
        return lastNonce += 1000;
    }
}
