package io.paxos.core.simulation;

/** A run failed; its message says with which seed, and how to see the same run again. */
public final class SimulationFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulationFailure(long seed, SimulationOptions options, long event, long micros, RuntimeException cause) {
        super("seed " + seed + " failed at event " + event + ", virtual time " + micros / 1000 + " ms: " + cause.getMessage()
                + "\n  circumstances: " + options + "\n  the same run again (if SimulationTests has drawn it):\n"
                + "  mvn -B -ntp verify -pl paxos-core -Dtest=SimulationTests -Dpaxos.simulation.first=" + seed
                + " -Dpaxos.simulation.seeds=1 -Dpaxos.simulation.trace=true", cause);
        this.seed = seed;
    }

    /** The seed of the run. */
    public long seed() {
        return seed;
    }
}
