/**
 * Owns the total order of proposals: {@link io.paxos.core.ballot.Ballot ballots} and the
 * {@link io.paxos.core.ballot.NodeId node ids} that make them unique. Nothing here reads a clock (rule B1).
 */
@NullMarked
package io.paxos.core.ballot;

import org.jspecify.annotations.NullMarked;
