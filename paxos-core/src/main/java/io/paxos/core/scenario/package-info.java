/**
 * Owns the scripted single steps of single-decree Paxos: one slot, played with the production {@link
 * io.paxos.core.acceptor.Acceptor}, {@link io.paxos.core.proposer.Campaign}, {@link io.paxos.core.proposer.Pipeline} and
 * {@link io.paxos.core.learner.Learner}, without network, timers or threads. No rule of the protocol is decided here: this room
 * carries messages, keeps what is durable over a restart, and explains what the roles did in a {@link
 * io.paxos.core.scenario.ScenarioEvent} for each step, with the rule of {@code docs/protocol.md} and the place in <em>Paxos
 * Made Simple</em>.
 *
 * <p>Three things differ from a whole {@link io.paxos.core.replica.Replica}, so that a script can play what textbooks tell. The
 * promise of a proposer's own acceptor, durable before the first Prepare (rule B2), counts once the script lets the proposer
 * ask itself. A proposer that was refused, or whose own acceptor has promised more, may go on with its ballot: to give up is
 * an optimisation (<em>Paxos Made Simple</em>, end of 2.2). And a node that knows the slot chosen may still campaign for it.
 */
@NullMarked
package io.paxos.core.scenario;

import org.jspecify.annotations.NullMarked;
