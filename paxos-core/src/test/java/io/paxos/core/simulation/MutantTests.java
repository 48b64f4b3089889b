package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A simulation that has not been shown to find bugs proves nothing. Each is found by what it does to decisions and
 * answers, without the invariants that look at a message and a disk and would know at once.
 */
class MutantTests {

    private static final long EVENTS = 9_000;

    @ParameterizedTest
    @EnumSource
    @Tag("P01")
    @Tag("P02")
    @Tag("P03")
    @Tag("P05")
    @Tag("P06")
    @Tag("P07")
    @Tag("P08")
    @Tag("P23")
    @Tag("P29")
    @Tag("P31")
    @Tag("P34")
    @Tag("P36")
    @Tag("P37")
    @Tag("P41")
    @Tag("P49")
    @Tag("P50")
    @Tag("P51")
    void is_found_within_its_number_of_seeds(Mutant mutant) {
        SimulationFailure found = null;
        long seed = 0;
        while (found == null && seed < mutant.seeds()) {
            found = failureOf(++seed, mutant);
        }
        assertThat(found).as("%s within %d seeds", mutant, mutant.seeds()).isNotNull();
        System.out.println("mutant " + mutant + " found by seed " + seed + ": "
                + found.getCause().getMessage().lines().findFirst().orElse(""));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLY_BEFORE_PROMISE_DURABLE", "REPLY_BEFORE_VOTE_DURABLE", "BALLOT_REUSED_AFTER_RESTART"})
    @Tag("P01")
    @Tag("P02")
    @Tag("P05")
    void a_message_that_says_more_than_the_disk_is_found_at_once(Mutant mutant) {
        assertThatThrownBy(() -> Simulation.run(1, mutant.optionsFor(1, EVENTS), mutant))
                .isInstanceOf(SimulationFailure.class).hasMessageContaining("AcknowledgedDurable: ");
    }

    private static SimulationFailure failureOf(long seed, Mutant mutant) {
        try {
            new Simulation(seed, mutant.optionsFor(seed, EVENTS), mutant, Invariants.ofWhatIsSeen(), null).run();
            return null;
        } catch (SimulationFailure failure) {
            // a cluster that only hangs would be no proof: these bugs break a property
            return failure.getCause().getMessage().startsWith("no recovery") ? null : failure;
        }
    }
}
