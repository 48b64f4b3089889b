package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.session.AnswerLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lost-message sweep of python-paxos: 3 to 11 agents, 0 to 50 % of all messages lost for good, 1,000 requests in
 * each cell. No instance may have two values, and no request may stay without an answer.
 */
@Tag("PY-3")
class LossMatrixTests {

    private static final int REQUESTS = 1_000;
    private static final long HOUR = 3_600_000_000L;
    private static final long MINUTE = 60_000_000L;
    private static final ReplicaOptions TIMES = new ReplicaOptions(2, 12, 4, 2, 4, 3, 4, 4096, 8, 1_000, 200_000, 2_000,
            AnswerLimits.DEFAULTS);

    /** What each agent has learned in each instance. */
    private static final class Instances implements Invariant {
        private final Map<Long, Entry> first = new HashMap<>();
        private final Map<Long, Set<NodeId>> learners = new TreeMap<>();
        private final Set<Long> bad = new HashSet<>();

        @Override
        public void onApplied(NodeId node, Applied applied) {
            learners.computeIfAbsent(applied.slot(), s -> new HashSet<>()).add(node);
            if (!first.computeIfAbsent(applied.slot(), s -> applied.entry()).equals(applied.entry())) {
                bad.add(applied.slot());
            }
        }

        long learnedBy(int agents) {
            return learners.values().stream().filter(nodes -> nodes.size() == agents).count();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 9, 11})
    void no_bad_instance_and_no_missing_value_at_any_loss(int agents) {
        for (int loss = 0; loss <= 50; loss += 5) {
            sweep(agents, loss);
        }
    }

    private static void sweep(int agents, int loss) {
        Instances instances = new Instances();
        SimulationOptions options = new SimulationOptions(Swarm.majorityOf(agents), 0,
                Set.of(FaultKind.LOSS, FaultKind.DELAY), TIMES, new NetworkOptions(loss, 0, 0, 4_000, 0, 0, 0),
                new ProcessOptions(500, 0, 0, 0), new LoadOptions(4, 8, 4_000, 0, false, REQUESTS, true));
        SimulatedWorld world =
                new SimulatedWorld(100L * agents + loss, options, SteppedReplica.Factory.PRODUCTION,
                        List.of(instances, new Agreement(), new AppliedInOrder(),
                                new AppliedAlike(), new ExactlyOnce(), new AcknowledgedForEver(), new AcknowledgedDurable()),
                        null);
        RunRecord record = world.record();
        world.start();
        boolean answered = world.runUntil(world::isAllAnswered, HOUR);
        long seconds = world.schedule().now() / 1_000_000;
        long lost = record.struck().getOrDefault(FaultKind.LOSS, 0L);
        long complete = instances.learnedBy(agents);
        long incomplete = instances.learners.size() - complete;
        long missing = REQUESTS - record.acknowledged();
        // still under the same loss: whoever has missed something learns it
        boolean everywhere = world.runUntil(() -> instances.learnedBy(agents) == instances.learners.size(), 10 * MINUTE);
        System.out.printf("%2d agents, %2d %% lost: values learned %d, missing %d; instances good %d, bad %d, complete %d, "
                + "incomplete %d; messages sent %d, failed %d, received %d; leaders %d; %d virtual s%n", agents, loss,
                record.acknowledged(), missing, instances.first.size() - instances.bad.size(), instances.bad.size(), complete,
                incomplete, record.sent(), lost, record.sent() - lost, record.leaders(), seconds);

        assertThat(instances.bad).as("bad instances").isEmpty();
        assertThat(answered).as("all requests answered, with %d agents and %d %% lost", agents, loss).isTrue();
        assertThat(missing).as("missing values").isZero();
        assertThat(everywhere).as("every agent learned every instance").isTrue();
    }
}
