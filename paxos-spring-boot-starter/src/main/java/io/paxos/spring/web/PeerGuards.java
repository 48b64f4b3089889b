package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;

/** What guards the bulk exchanges with each peer. A bean of this type takes the place of the circuit breakers. */
@FunctionalInterface
public interface PeerGuards {

    /** The guard of this peer; asked for once, when the transport is made. */
    PeerGuard of(NodeId peer);
}
