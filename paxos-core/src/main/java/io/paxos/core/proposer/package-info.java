/**
 * Owns the proposer: when to campaign, phase 1 once per leadership ({@link io.paxos.core.proposer.Campaign}), phase 2
 * pipelined and batched ({@link io.paxos.core.proposer.Pipeline}), and the rounds by which a leader makes sure that it
 * still leads ({@link io.paxos.core.proposer.ReadRounds}). What belongs to one leadership lives in its {@link
 * io.paxos.core.proposer.Leadership} and goes with it.
 */
@NullMarked
package io.paxos.core.proposer;

import org.jspecify.annotations.NullMarked;
