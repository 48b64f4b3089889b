package io.paxos.spring.web;

import io.paxos.core.message.Envelope;
import java.util.List;

/** Where messages of peers go: the driver of this node. */
public interface PeerInbox {

    /** Whether the node takes messages at all. */
    boolean isOpen();

    /**
     * Takes messages of a peer, without waiting for what comes of them.
     *
     * @param bytes their size on the way
     * @return false if they are lost
     */
    boolean receive(List<Envelope> messages, long bytes);
}
