/**
 * Owns what nodes say to each other: one record for each message, under the sealed
 * {@link io.paxos.core.message.Message}, and the {@link io.paxos.core.message.Header header} that every message carries
 * (rule B4). The words are those of <em>Paxos Made Simple</em>: prepare, promise, accept, accepted; a refusal is a
 * nack.
 */
@NullMarked
package io.paxos.core.message;

import org.jspecify.annotations.NullMarked;
