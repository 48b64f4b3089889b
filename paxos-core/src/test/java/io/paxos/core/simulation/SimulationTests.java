package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.replica.ReplicaOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile schedules through the production protocol; {@link Wanted} tells how to ask for more or others.
 */
class SimulationTests {

    private static final long EVENTS = 9_000;
    private static final int USUAL = 500;
    private static final long PROGRESS_NANOS = 60_000_000_000L;

    @Test
    @Tag("P02")
    @Tag("P07")
    @Tag("P08")
    @Tag("P11")
    @Tag("P31")
    @Tag("P32")
    @Tag("P33")
    @Tag("P34")
    @Tag("P35")
    @Tag("P38")
    @Tag("P41")
    @Tag("P47")
    @Tag("P49")
    @Tag("P51")
    @Tag("P90")
    @Tag("P91")
    @Tag("P93")
    @Tag("P99")
    @Tag("GO-T2")
    void keeps_every_property_under_hostile_schedules() {
        Wanted wanted = Wanted.read();
        long started = System.nanoTime();
        long told = started;
        CampaignReport report = new CampaignReport();
        for (long seed = wanted.first(); wanted.goesOn(seed, System.nanoTime() - started); seed++) {
            report.add(run(seed, wanted.trace()));
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                told = System.nanoTime();
                System.out.println(report.describe((told - started) / 1e9));
            }
        }
        System.out.println("simulation of " + report.describe((System.nanoTime() - started) / 1e9));
        assertThat(report.notDecided()).as("histories too tangled for the linearizability check").isZero();
        if (report.schedules() >= USUAL) {
            assertThat(report.slots() / report.schedules()).isGreaterThanOrEqualTo(150);
            assertThat(report.leaders() / report.schedules()).isGreaterThanOrEqualTo(3);
            Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
            all.remove(FaultKind.ROLLBACK);
            assertThat(report.faults()).containsOnlyKeys(all);
            assertThat(report.sizes()).containsExactly(1, 2, 3, 4, 5, 6, 7);
            assertThat(report.recoveredByQuorum()).isGreaterThan(report.schedules() / 3);
        }
    }

    /** With the times that production has by default, and faults as a bad day has them: how much faster than life is it? */
    @Test
    void five_nodes_in_an_hour_of_virtual_time() {
        SimulationOptions options = new SimulationOptions(Swarm.majorityOf(5), 0,
                EnumSet.of(FaultKind.DELAY, FaultKind.LOSS, FaultKind.DUPLICATION, FaultKind.PARTITION, FaultKind.CRASH,
                        FaultKind.PAUSE, FaultKind.SLOW_DISK),
                ReplicaOptions.DEFAULTS, new NetworkOptions(1, 1, 0, 2_000, 0, 120_000_000, 5_000_000),
                new ProcessOptions(2_000, 300_000_000, 0, 0), LoadOptions.endless(2, 500_000));
        SimulatedWorld world = new SimulatedWorld(5, options, SteppedReplica.Factory.PRODUCTION, Invariants.all(), null);
        RunRecord record = world.record();
        long started = System.nanoTime();
        world.start();
        world.runUntil(() -> false, 3_600_000_000L);
        double seconds = (System.nanoTime() - started) / 1e9;
        world.calmDown();
        new Recovery(world).run();
        record.onFinished();
        System.out.printf("five nodes: a virtual hour in %.1f s, %.0f times real time; %,d events, %,d calls answered, "
                + "%d leaders%n", seconds, 3_600 / seconds, world.schedule().ran(), record.acknowledged(), record.leaders());
        assertThat(record.acknowledged()).isGreaterThan(5_000);
        assertThat(record.leaders()).isGreaterThan(5);
    }

    private static SimulationReport run(long seed, boolean trace) {
        SimulationOptions options = SimulationOptions.drawnFrom(seed, EVENTS);
        try {
            return trace ? traced(seed, options) : Simulation.run(seed, options);
        } catch (SimulationFailure failure) {
            throw new AssertionError(failure.getMessage() + "\n  " + Wanted.replay(seed), failure);
        }
    }

    private static SimulationReport traced(long seed, SimulationOptions options) {
        Path file = Path.of("target", "simulation-" + seed + ".txt");
        System.out.println("what happens in seed " + seed + " stands in " + file.toAbsolutePath());
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
            return Simulation.trace(seed, options, lines::println);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 77, 1234})
    void a_seed_replays_the_same_run(long seed) {
        List<SimulationReport> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            runs.add(Simulation.run(seed, SimulationOptions.drawnFrom(seed, EVENTS)));
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @Test
    void a_failing_seed_replays_to_the_identical_event_trace() {
        List<List<String>> traces = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            long seed = 0;
            SimulationFailure failure = null;
            List<String> trace = new ArrayList<>();
            while (failure == null) {
                trace.clear();
                failure = failureOf(++seed, Mutant.RETRY_EXECUTED_TWICE, trace);
            }
            traces.add(trace);
            messages.add(failure.getMessage());
            assertThat(failure).hasMessageContaining("seed " + seed + " failed at event ");
            assertThat(trace.get(trace.size() - 1)).contains("FAILED: ExactlyOnce: ");
        }
        assertThat(traces.get(0)).hasSizeGreaterThan(100).isEqualTo(traces.get(1));
        assertThat(messages.get(0)).isEqualTo(messages.get(1));
    }

    private static SimulationFailure failureOf(long seed, Mutant mutant, List<String> trace) {
        try {
            new Simulation(seed, SimulationOptions.duelFrom(seed, EVENTS), mutant, Invariants.all(), trace::add).run();
            return null;
        } catch (SimulationFailure failure) {
            return failure;
        }
    }
}
