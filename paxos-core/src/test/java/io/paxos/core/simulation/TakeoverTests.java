package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader dies, or is cut off and goes on believing that it leads: another takes over, soon. */
@Tag("USI-8")
class TakeoverTests {

    private static final ReplicaOptions TIMES = new ReplicaOptions(2, 10, 4, 2, 4, 3, 16, 4096, 4, 100, 20_000, 2_000,
            AnswerLimits.DEFAULTS);
    private static final long SECOND = 1_000_000;
    /** PITFALLS 13: progress within 20 election time-outs. */
    private static final long WITHIN = 20 * TIMES.electionTicks() * ProcessFaults.TICK_MICROS;
    private static final int SEEDS = 100;

    @Test
    @Tag("P13")
    void when_it_dies() {
        takesOver((world, leader) -> leader.crash(), "died");
    }

    @Test
    @Tag("P13")
    void when_it_is_cut_off_and_still_believes_that_it_leads() {
        takesOver(TakeoverTests::cutOff, "was cut off");
    }

    private static void takesOver(BiConsumer<SimulatedWorld, SimulatedNode> end, String what) {
        List<Long> times = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            times.add(timeToTakeOver(seed, end));
        }
        times.sort(null);
        System.out.printf("leader %s %d times: the next one served after %d ms (median), %d ms (worst), virtual%n", what, SEEDS,
                times.get(SEEDS / 2) / 1_000, times.get(SEEDS - 1) / 1_000);
    }

    private static long timeToTakeOver(long seed, BiConsumer<SimulatedWorld, SimulatedNode> end) {
        SimulationOptions options = new SimulationOptions(Swarm.majorityOf(5), 0, Set.of(FaultKind.DELAY), TIMES,
                new NetworkOptions(0, 0, 0, 3_000, 0, 0, 0), new ProcessOptions(1_000, 0, 0, 0),
                new LoadOptions(3, 4, 10_000, 20, false, 0, true));
        SimulatedWorld world = new SimulatedWorld(seed, options, SteppedReplica.Factory.PRODUCTION, Invariants.all(), null);
        RunRecord record = world.record();
        world.start();
        assertThat(world.runUntil(() -> record.highestApplied() > 20, 10 * SECOND)).isTrue();

        SimulatedNode leader = world.nodes().stream().filter(TakeoverTests::serves).findFirst().orElseThrow();
        end.accept(world, leader);
        long began = world.schedule().now();
        boolean taken = world.runUntil(() -> world.nodes().stream().anyMatch(n -> n != leader && serves(n)), WITHIN);
        assertThat(taken).as("a new leader, seed %d", seed).isTrue();
        long took = world.schedule().now() - began;
        world.calmDown();
        new Recovery(world).run();
        record.onFinished();
        return took;
    }

    private static void cutOff(SimulatedWorld world, SimulatedNode node) {
        for (SimulatedNode other : world.nodes()) {
            world.network().cut(node.id(), other.id());
            world.network().cut(other.id(), node.id());
        }
    }

    private static boolean serves(SimulatedNode node) {
        ReplicaStatus status = node.status();
        return status != null && status.serving();
    }
}
