/**
 * Owns the deterministic simulation: network, disk, time, faults and clients of a whole cluster on one thread, all
 * drawn from one seed, around the production {@link io.paxos.core.replica.Replica} and {@link
 * io.paxos.core.driver.EffectsExecutor}. {@link io.paxos.core.simulation.Invariant Invariants} look at every event; a
 * failing seed replays the same run.
 */
@NullMarked
package io.paxos.core.simulation;

import org.jspecify.annotations.NullMarked;
