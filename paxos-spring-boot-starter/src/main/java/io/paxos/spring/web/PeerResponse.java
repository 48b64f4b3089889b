package io.paxos.spring.web;

import org.jspecify.annotations.Nullable;

/**
 * What a peer answered.
 *
 * @param status of HTTP
 * @param session header; null if there is none
 * @param mac header; null if there is none
 * @param body perhaps of no bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PeerResponse(int status, @Nullable String session, @Nullable String mac, byte[] body) {
}
