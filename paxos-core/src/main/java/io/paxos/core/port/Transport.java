package io.paxos.core.port;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import java.util.List;

/**
 * The way to the other nodes.
 *
 * <ul>
 * <li>Blocks: never. What cannot be sent soon is dropped.
 * <li>Throws: never.
 * <li>Lost or doubled: any message may be lost, doubled, delayed or overtaken; the protocol sends again what matters. It may
 * not be changed, nor reach another node than the one addressed.
 * <li>Thread: the one of the protocol. What it takes there is missing to everybody.
 * </ul>
 */
@FunctionalInterface
public interface Transport {

    /**
     * Sends what has gathered for one peer.
     *
     * @param to the receiver of all these messages; never this node
     * @param messages at least one
     */
    void send(NodeId to, List<Envelope> messages);

    /** The transport of a cluster of one. */
    static Transport none() {
        return (to, messages) -> {};
    }
}
