package io.paxos.core.simulation;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a whole cluster: first a hostile phase with the faults of its {@link SimulationOptions}, then a calm one,
 * in which a quorum drawn at random is healed, and after it everything; the cluster must answer every call and agree.
 * One thread, one seed, virtual time: equal seeds give equal runs.
 */
public final class Simulation {

    private final long seed;
    private final SimulationOptions options;
    private final RunRecord record;
    private final SimulatedWorld world;

    /**
     * @param invariants what must hold, without memory of another run
     * @param lines is told what happens; null if nobody wants to know
     */
    Simulation(long seed, SimulationOptions options, SteppedReplica.Factory factory, List<Invariant> invariants,
            @Nullable Consumer<String> lines) {
        this.seed = seed;
        this.options = options;
        this.world = new SimulatedWorld(seed, options, factory, invariants, lines);
        this.record = world.record();
    }

    /**
     * Runs the production protocol.
     *
     * @throws SimulationFailure if a property is broken, or the cluster does not recover when it is healed
     */
    public static SimulationReport run(long seed, SimulationOptions options) {
        return run(seed, options, SteppedReplica.Factory.PRODUCTION);
    }

    /**
     * Runs the given protocol.
     *
     * @throws SimulationFailure as above
     */
    public static SimulationReport run(long seed, SimulationOptions options, SteppedReplica.Factory factory) {
        return new Simulation(seed, options, factory, Invariants.all(), null).run();
    }

    /**
     * Runs the production protocol, and tells what happens: each input of each node and what it does then, and each thing
     * that goes wrong.
     *
     * @param lines is told one line at a time
     * @throws SimulationFailure as above
     */
    public static SimulationReport trace(long seed, SimulationOptions options, Consumer<String> lines) {
        return new Simulation(seed, options, SteppedReplica.Factory.PRODUCTION, Invariants.all(), lines).run();
    }

    SimulationReport run() {
        Schedule schedule = world.schedule();
        try {
            world.start();
            while (schedule.ran() < options.events() && !world.isAllAnswered()) {
                schedule.runNext();
            }
            Recovery recovery = new Recovery(world);
            recovery.run();
            record.onFinished();
            return new SimulationReport(seed, options.nodes(), !options.isPlain(), schedule.ran(), schedule.now(),
                    record.highestApplied(), record.leaders(), record.acknowledged(), record.sent(), recovery.isUnfoundable(),
                    recovery.byQuorum(),
                    recovery.slowest(), record.notDecided(), record.struck(), record.traceHash());
        } catch (RuntimeException broken) {
            record.note("FAILED: " + broken.getMessage());
            throw new SimulationFailure(seed, options, schedule.ran(), schedule.now(), broken);
        }
    }
}
