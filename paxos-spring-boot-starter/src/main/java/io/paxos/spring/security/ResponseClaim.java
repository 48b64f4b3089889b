package io.paxos.spring.security;

import org.jspecify.annotations.Nullable;

/**
 * What a response says of itself beside its body. A claim as such proves nothing: {@link OutgoingSession#verify} does.
 *
 * @param status the HTTP status
 * @param newSession the receiver's half of the session to use from now on, 32 lower-case hex digits when made here; null for
 *     none
 * @param mac the MAC over all of this, the body and the MAC of the request: 64 lower-case hex digits when made here
 */
public record ResponseClaim(int status, @Nullable String newSession, String mac) {

    /** Without the texts that the sender chose freely, which have no place in a log. */
    @Override
    public String toString() {
        return "ResponseClaim[status=" + status + "]";
    }
}
