package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile schedules through the production protocol. {@code -Dpaxos.simulation.seeds} sets how many,
 * {@code -Dpaxos.simulation.first} where they begin.
 */
class SimulationTests {

    private static final long FIRST = Long.parseLong(System.getProperty("paxos.simulation.first", "1"));
    private static final int SEEDS = Integer.parseInt(System.getProperty("paxos.simulation.seeds", "2000"));
    private static final long EVENTS = 9_000;
    private static final int USUAL = 500;

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
        assertThat(SEEDS).as("-Dpaxos.simulation.seeds").isPositive();
        long started = System.nanoTime();
        List<SimulationReport> reports = LongStream.range(FIRST, FIRST + SEEDS)
                .mapToObj(seed -> Simulation.run(seed, SimulationOptions.drawnFrom(seed, EVENTS))).toList();
        Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
        reports.forEach(report -> report.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum)));
        double slots = reports.stream().mapToLong(SimulationReport::slotsChosen).average().orElseThrow();
        double leaders = reports.stream().mapToLong(SimulationReport::leaders).average().orElseThrow();
        long events = reports.stream().mapToLong(SimulationReport::events).sum();
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf("simulation: %d schedules, %d events (%.0f per second), %.1f virtual minutes, "
                + "per schedule %.0f slots chosen and %.1f leaders, %d calls answered, %d clusters that cannot be founded%n"
                + "faults: %s%n", reports.size(), events, events / seconds,
                reports.stream().mapToLong(SimulationReport::virtualMicros).sum() / 6e7, slots, leaders,
                reports.stream().mapToLong(SimulationReport::acknowledged).sum(),
                reports.stream().filter(SimulationReport::unfoundable).count(), faults);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.events()).isGreaterThanOrEqualTo(5_000);
            assertThat(report.notDecided()).as("histories too tangled for the linearizability check").isZero();
        });
        if (SEEDS >= USUAL) {
            assertThat(slots).isGreaterThanOrEqualTo(200);
            assertThat(leaders).isGreaterThanOrEqualTo(3);
            assertThat(faults).containsOnlyKeys(FaultKind.values());
            assertThat(reports.stream().map(SimulationReport::nodes).distinct()).contains(1, 2, 3, 5);
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
    void a_failure_names_its_seed_and_how_to_replay_it() {
        for (int i = 0; i < 2; i++) {
            SimulationFailure failure = firstFailureOf(Mutant.RETRY_EXECUTED_TWICE);
            assertThat(failure).hasMessageContaining("seed " + failure.seed() + " failed at event ")
                    .hasMessageContaining("-Dpaxos.simulation.first=" + failure.seed());
            assertThat(failure).hasMessage(firstFailureOf(Mutant.RETRY_EXECUTED_TWICE).getMessage());
        }
    }

    private static SimulationFailure firstFailureOf(Mutant mutant) {
        for (long seed = 1; ; seed++) {
            try {
                Simulation.run(seed, SimulationOptions.duelFrom(seed, EVENTS), mutant);
            } catch (SimulationFailure failure) {
                return failure;
            }
        }
    }
}
