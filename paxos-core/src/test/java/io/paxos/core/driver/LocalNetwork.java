package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.port.Transport;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Connects the drivers of one JVM. It notes what was sent, and whatever was against the contract of the port. */
final class LocalNetwork {

    /** What a driver handed to its transport at once. */
    record Sent(NodeId from, NodeId to, List<Envelope> messages) {
    }

    private record Link(NodeId from, NodeId to) {
    }

    private static final int BYTES_OF_A_MESSAGE = 100;

    private final Map<NodeId, ReplicaDriver> nodes = new ConcurrentHashMap<>();
    private final Set<Link> cut = ConcurrentHashMap.newKeySet();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /** What the node sends reaches those that are connected. */
    Transport transportOf(NodeId from) {
        return (to, messages) -> send(new Sent(from, to, List.copyOf(messages)));
    }

    void connect(NodeId node, ReplicaDriver driver) {
        nodes.put(node, driver);
    }

    private void send(Sent parcel) {
        sent.add(parcel);
        check(parcel);
        ReplicaDriver receiver = nodes.get(parcel.to());
        if (receiver != null && !cut.contains(new Link(parcel.from(), parcel.to()))) {
            receiver.receive(parcel.messages(), (long) BYTES_OF_A_MESSAGE * parcel.messages().size());
        }
    }

    private void check(Sent parcel) {
        String thread = Thread.currentThread().getName();
        if (!thread.equals("paxos-" + parcel.from() + "-protocol")) {
            faults.add(parcel + " on the thread " + thread);
        }
        if (parcel.messages().isEmpty() || parcel.to().equals(parcel.from())) {
            faults.add("nothing, or to itself: " + parcel);
        }
        if (!parcel.messages().stream().allMatch(message -> message.to().equals(parcel.to()))) {
            faults.add("not for the receiver: " + parcel);
        }
    }

    /** From now on no message goes between the two. */
    void cut(NodeId a, NodeId b) {
        cut.add(new Link(a, b));
        cut.add(new Link(b, a));
    }

    /** From now on no message reaches the node or leaves it. */
    void isolate(NodeId node) {
        nodes.keySet().forEach(other -> cut(node, other));
    }

    /** Every link works again. */
    void heal() {
        cut.clear();
    }

    /** What a node has sent so far, delivered or not. */
    List<Sent> sentBy(NodeId node) {
        return sent.stream().filter(parcel -> parcel.from().equals(node)).toList();
    }

    /** How many messages of a kind a node has sent so far, delivered or not. */
    long countOf(Class<? extends Message> kind, NodeId from) {
        return sentBy(from).stream().flatMap(parcel -> parcel.messages().stream())
                .filter(envelope -> kind.isInstance(envelope.message())).count();
    }

    /** What was against the contract of the port. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
