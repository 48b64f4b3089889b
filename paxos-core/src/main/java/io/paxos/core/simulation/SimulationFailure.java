package io.paxos.core.simulation;

/** A run failed; its message says with which seed, in which event, and in what circumstances. */
public final class SimulationFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulationFailure(long seed, SimulationOptions options, long event, long micros, RuntimeException cause) {
        super("seed " + seed + " failed at event " + event + ", virtual time " + micros / 1000 + " ms: " + cause.getMessage()
                + "\n  circumstances: " + options, cause);
        this.seed = seed;
    }

    /** The seed of the run. */
    public long seed() {
        return seed;
    }
}
