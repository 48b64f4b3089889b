/**
 * Owns who may vote: members with their pinned {@link io.paxos.core.membership.StorageId storage ids}, quorum sizes,
 * and the {@link io.paxos.core.membership.ClusterId cluster id} that follows from the founding. A quorum is counted
 * here and nowhere else, as a set of members, never as a number of messages (PITFALLS 7, 9).
 */
@NullMarked
package io.paxos.core.membership;

import org.jspecify.annotations.NullMarked;
