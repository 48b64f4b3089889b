package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.simulation.Exploration.Report;
import io.paxos.core.simulation.Exploration.Scope;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random schedules may miss cannot hide in a small scope: all of it is visited. */
class ExplorationTests {

    /**
     * A leader with a command to propose in slot 2, and another node that campaigns against it; any one of the three may crash
     * and start again, at any moment. Messages are lost, doubled, late and overtaken at will.
     */
    private static final Scope DUEL = new Scope(true, List.of(0, 1, 0), 1, 1, 0);

    @Test
    void agreement_holds_in_every_state_of_two_leaderships_with_a_crash() {
        long begun = System.nanoTime();
        Report report = Exploration.run(DUEL, SteppedReplica.Factory.PRODUCTION);
        System.out.printf("exploration: %d states of three nodes (%d of single nodes), %d steps, %d messages, %d outcomes, "
                + "in %.0f s%n", report.states(), report.nodeStates(), report.steps(), report.messages(), report.outcomes(),
                (System.nanoTime() - begun) / 1e9);
        // so that a scope that has become empty by a change of the code is noticed
        assertThat(report.states()).isGreaterThan(1_000_000);
        assertThat(report.mostChosen()).isEqualTo(3);
        assertThat(report.outcomes()).as("of slots 2 and 3: nothing, the command, a no-op, ...").isGreaterThanOrEqualTo(5);
    }

    @Test
    void so_it_does_while_two_nodes_try_to_become_the_first_leader() {
        Report report = Exploration.run(new Scope(false, List.of(1, 1, 0), 0, 0, 0), SteppedReplica.Factory.PRODUCTION);
        assertThat(report.states()).isGreaterThan(500_000);
        assertThat(report.mostChosen()).isEqualTo(2);
    }

    @Test
    void an_exploration_is_the_same_each_time() {
        Scope small = new Scope(true, List.of(0, 1, 0), 0, 1, 0);
        assertThat(Exploration.run(small, SteppedReplica.Factory.PRODUCTION))
                .isEqualTo(Exploration.run(small, SteppedReplica.Factory.PRODUCTION));
    }

    /** The shortest way to the contradiction is in the message. */
    @ParameterizedTest
    @EnumSource(names = {"REPLY_BEFORE_PROMISE_DURABLE", "BALLOT_REUSED_AFTER_RESTART", "ACKNOWLEDGEMENTS_CUMULATIVE"})
    @Tag("P01")
    @Tag("P05")
    @Tag("P36")
    void a_bug_is_found(Mutant mutant) {
        assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> Exploration.run(DUEL, mutant))
                .withMessageMatching("(?s)(two values are chosen in slot 2|slot 2 was applied as).*\\n  a PROPOSE\\n.*b CAMPAIGN"
                        + ".*");
    }
}
