package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Message;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The production replica, with a bug in what goes in or comes out. */
abstract class AroundReplica implements SteppedReplica {

    private final ReplicaSetup setup;
    private final Replica replica;
    private final SortedMap<NodeId, Header> headers = new TreeMap<>();

    AroundReplica(ReplicaSetup setup) {
        this.setup = setup;
        this.replica = new Replica(setup);
    }

    /** What the replica gets instead. */
    List<Input> before(Input input) {
        return List.of(input);
    }

    /** What is done instead. */
    Effects after(Effects effects) {
        return effects;
    }

    @Override
    public final Effects step(Input input) {
        if (input instanceof Input.Received received) {
            headers.put(received.envelope().header().from(), received.envelope().header());
        }
        Effects.Batch all = new Effects.Batch();
        for (Input changed : before(input)) {
            all.add(replica.step(changed));
        }
        return after(all.toEffects());
    }

    @Override
    public final ReplicaStatus status() {
        return replica.status();
    }

    final ReplicaSetup setup() {
        return setup;
    }

    /** The last header that came from each other node. */
    final SortedMap<NodeId, Header> headers() {
        return headers;
    }

    /** The same message with another content, or from another sender. */
    final Input received(Header header, Message message) {
        return new Input.Received(new Envelope(header, setup.self(), message));
    }
}
