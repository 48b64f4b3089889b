package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.session.Answer;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lossy run of the USI atomic broadcast: two clients with 3,000 values each, and all three of its checks. */
@Tag("USI-5")
class LossyBroadcastTests {

    private static final int VALUES = 2 * 3_000;
    private static final long HOUR = 3_600_000_000L;
    private static final ReplicaOptions TIMES = new ReplicaOptions(2, 12, 4, 2, 4, 3, 16, 65_536, 8, 1_000, 200_000, 2_000,
            AnswerLimits.DEFAULTS);

    /** What was proposed, and what each learner delivered, in order. */
    private static final class Delivered implements Invariant {
        private final Set<Append> proposed = new HashSet<>();
        private final Map<NodeId, List<Append>> byLearner = new HashMap<>();

        @Override
        public void onInvoked(ClientCall call) {
            proposed.add((Append) call.operation());
        }

        @Override
        public void onApplied(NodeId node, Applied applied) {
            List<Append> delivered = byLearner.computeIfAbsent(node, n -> new ArrayList<>());
            if (applied.entry() instanceof Command command && applied.answer() instanceof Answer.Executed<OperationResult>) {
                delivered.add((Append) OperationCodec.decode(command.body()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30})
    void every_learner_delivers_every_value_once_in_the_same_order(int lossPercent) {
        Delivered delivered = new Delivered();
        SimulationOptions options = new SimulationOptions(Swarm.majorityOf(3), 0, Set.of(FaultKind.LOSS, FaultKind.DELAY),
                TIMES, new NetworkOptions(lossPercent, 0, 0, 4_000, 0, 0, 0), new ProcessOptions(500, 0, 0, 0),
                new LoadOptions(2, 32, 1_000, 0, true, VALUES, true));
        SimulatedWorld world = new SimulatedWorld(lossPercent, options, SteppedReplica.Factory.PRODUCTION,
                List.of(delivered, new Agreement(), new ExactlyOnce()), null);
        RunRecord record = world.record();
        world.start();

        assertThat(world.runUntil(world::isAllAnswered, HOUR)).isTrue();
        List<NodeId> learners = options.plan().nodes();
        assertThat(world.runUntil(() -> learners.stream().allMatch(n -> delivered.byLearner.get(n).size() == VALUES), HOUR))
                .isTrue();

        List<Append> first = delivered.byLearner.get(learners.get(0));
        assertThat(learners).allSatisfy(learner -> assertThat(delivered.byLearner.get(learner)).isEqualTo(first));
        assertThat(first).doesNotHaveDuplicates();
        assertThat(new HashSet<>(first)).isEqualTo(delivered.proposed);
    }
}
