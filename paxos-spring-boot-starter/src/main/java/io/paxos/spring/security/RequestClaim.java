package io.paxos.spring.security;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;

/**
 * What a request says of itself beside its body. A claim as such proves nothing: {@link IncomingSessions#verify} does.
 *
 * @param from who sends it
 * @param to whom it is for
 * @param lane the lane in which it travels
 * @param session the session under which it was signed: empty for none, otherwise 64 lower-case hex digits when made here
 * @param counter its number in that session and lane, from 1 on
 * @param mac the MAC over all of this and the body: 64 lower-case hex digits when made here
 */
public record RequestClaim(NodeId from, NodeId to, Lane lane, String session, long counter, String mac) {

    /** Without the texts that the sender chose freely, which have no place in a log. */
    @Override
    public String toString() {
        return "RequestClaim[from=" + from + ", to=" + to + ", lane=" + lane + ", counter=" + counter + "]";
    }
}
