package io.paxos.core.message;

import io.paxos.core.ballot.NodeId;

/**
 * A message on its way. It may be lost, doubled, delayed and overtaken.
 *
 * @param header of the sender
 * @param to receiver
 * @param message what is said
 */
public record Envelope(Header header, NodeId to, Message message) {
}
