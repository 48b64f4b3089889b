package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is not promised: a store that comes back as it was earlier (a restored backup, a snapshot of a machine) has
 * forgotten promises and votes, and nothing notices that yet. The simulation shows that this is no theory; when
 * something notices, this test fails and is to be turned around.
 */
class RolledBackStoreTests {

    private static final long EVENTS = 9_000;

    @Test
    @Tag("P19")
    @Tag("P24")
    void a_store_put_back_to_an_earlier_state_can_cost_what_was_acknowledged() {
        SimulationFailure found = null;
        for (long seed = 1; found == null && seed <= 200; seed++) {
            SimulationOptions duel = SimulationOptions.duelFrom(seed, EVENTS);
            Set<FaultKind> kinds = EnumSet.copyOf(duel.kinds());
            kinds.add(FaultKind.ROLLBACK);
            SimulationOptions options = new SimulationOptions(duel.plan(), duel.events(), kinds, duel.replica(),
                    duel.network(), duel.processes(), duel.load());
            try {
                new Simulation(seed, options, SteppedReplica.Factory.PRODUCTION, Invariants.ofWhatIsSeen(), null).run();
            } catch (SimulationFailure failure) {
                found = failure;
            }
        }
        assertThat(found).isNotNull();
        System.out.println("rolled-back stores: " + found.getCause().getMessage());
    }
}
