package io.paxos.core.simulation;

import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.replica.ReplicaOptions;
import java.util.Set;

/**
 * The circumstances of one run, all drawn from its seed: each run has some kinds of faults and lacks others, so that no
 * kind hides another (swarm testing, Groce et al. 2012).
 *
 * @param plan the voters, their weights and the quorum sizes
 * @param events least number of events in the hostile phase
 * @param kinds kinds of faults that this run has
 * @param replica bounds and times, in ticks of 10 ms
 * @param network how bad the network is
 * @param processes how bad processes and disks are
 * @param load what the clients do
 */
public record SimulationOptions(FoundingPlan plan, long events, Set<FaultKind> kinds, ReplicaOptions replica,
        NetworkOptions network, ProcessOptions processes, LoadOptions load) {

    /** Copies the kinds. */
    public SimulationOptions {
        kinds = Set.copyOf(kinds);
    }

    /** Draws the circumstances of a seed: calm and stormy ones, of one to seven voters. */
    public static SimulationOptions drawnFrom(long seed, long events) {
        return new Swarm(seed).any(events);
    }

    /**
     * Draws the circumstances of a seed for three nodes whose leaderships overlap all the time: timers that disagree,
     * handovers, late messages, and crashes just where a promise becomes durable. What goes wrong between two proposers
     * goes wrong here first.
     */
    public static SimulationOptions duelFrom(long seed, long events) {
        return new Swarm(seed).duel(events);
    }

    /** Number of voters. */
    public int nodes() {
        return plan.weights().size();
    }

    /** Whether the voters are equal, and a majority of them decides. */
    boolean isPlain() {
        return plan.equals(Swarm.majorityOf(nodes()));
    }

    boolean has(FaultKind kind) {
        return kinds.contains(kind);
    }
}
