package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.session.AnswerLimits;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws the circumstances of runs, each from its seed. */
final class Swarm {

    /** Small clusters more often: they go wrong sooner. */
    private static final int[] SIZES = {1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7};

    /** What a command takes besides its body, at most; less room than for one would refuse it for ever. */
    private static final int COMMAND_OVERHEAD = 250;

    private final SplittableRandom random;

    Swarm(long seed) {
        this.random = new SplittableRandom(seed);
    }

    SimulationOptions any(long events) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> storm(plan(), events);
            case 2 -> duel(events);
            default -> weather(plan(), events);
        };
    }

    SimulationOptions duel(long events) {
        ReplicaOptions replica = new ReplicaOptions(1, 5, 3, 1, 3, 3, 1 + random.nextInt(3), 400, 4, 50, 20_000, 2_000,
                AnswerLimits.DEFAULTS);
        Set<FaultKind> kinds = EnumSet.of(FaultKind.DELAY, FaultKind.REORDERING, FaultKind.CRASH, FaultKind.DRIFT,
                FaultKind.PARTITION, FaultKind.LOSS, FaultKind.HANDOVER);
        long disk = 2_000L + random.nextInt(random.nextBoolean() ? 8_000 : 80_000);
        NetworkOptions network = new NetworkOptions(8, 5, 5 + random.nextInt(15), 1_000 + random.nextInt(14_000),
                60_000 + random.nextInt(90_000), 60_000 + random.nextInt(200_000), 120_000);
        return new SimulationOptions(majorityOf(3), 2 * events, kinds, replica, network,
                new ProcessOptions(disk, 300_000, 8, 30 + random.nextInt(40)),
                LoadOptions.endless(3, 4_000));
    }

    private SimulationOptions weather(FoundingPlan plan, long events) {
        NetworkOptions network = new NetworkOptions(loss(), 1 + random.nextInt(20), 1 + random.nextInt(10),
                100 + random.nextInt(6_000), 50_000 + random.nextInt(1_000_000), 200_000 + random.nextInt(2_000_000),
                1_500_000);
        return new SimulationOptions(plan, events * 4 / 3, kinds(60), replica(2), network,
                new ProcessOptions(50 + random.nextInt(4_000), 200_000 + random.nextInt(2_500_000), 8,
                        random.nextInt(20)),
                LoadOptions.endless(2 + random.nextInt(4), 5_000 + random.nextInt(30_000)));
    }

    private SimulationOptions storm(FoundingPlan plan, long events) {
        NetworkOptions network = new NetworkOptions(loss(), 1 + random.nextInt(20), 1 + random.nextInt(25),
                100 + random.nextInt(12_000), 20_000 + random.nextInt(300_000), 40_000 + random.nextInt(200_000), 120_000);
        return new SimulationOptions(plan, 3 * events, kinds(85), replica(1), network,
                new ProcessOptions(50 + random.nextInt(8_000), 120_000 + random.nextInt(500_000), 8,
                        random.nextInt(3) * 20),
                LoadOptions.endless(2 + random.nextInt(3), 3_000 + random.nextInt(10_000)));
    }

    /** Mostly a little; sometimes up to half of all messages. */
    private int loss() {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? 50 : 20);
    }

    private FoundingPlan plan() {
        int nodes = SIZES[random.nextInt(SIZES.length)];
        return random.nextInt(4) == 0 ? weighted(nodes) : majorityOf(nodes);
    }

    static FoundingPlan majorityOf(int nodes) {
        SortedMap<NodeId, Integer> weights = new TreeMap<>();
        for (int i = 1; i <= nodes; i++) {
            weights.put(NodeId.of("node" + i), 1);
        }
        return new FoundingPlan("simulated", weights, QuorumSizes.majority(nodes));
    }

    /** Any weights, and any quorums that meet: from one vote for a choice to all of them. */
    private FoundingPlan weighted(int nodes) {
        SortedMap<NodeId, Integer> weights = new TreeMap<>();
        int total = 0;
        for (int i = 1; i <= nodes; i++) {
            int weight = 1 + random.nextInt(3);
            weights.put(NodeId.of("node" + i), weight);
            total += weight;
        }
        int accept = 1 + random.nextInt(total);
        int least = total - accept + 1;
        int prepare = least + (random.nextBoolean() ? 0 : random.nextInt(accept));
        return new FoundingPlan("simulated", weights, new QuorumSizes(prepare, accept));
    }

    private Set<FaultKind> kinds(int percent) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (random.nextInt(100) < percent && kind.isDrawn()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private ReplicaOptions replica(int heartbeat) {
        AnswerLimits answers = random.nextInt(4) == 0 ? new AnswerLimits(5, 2_000, 60, 16) : AnswerLimits.DEFAULTS;
        // sometimes so tight that values are too large, and disks cannot keep up
        int commandBytes = random.nextInt(4) == 0 ? 100 + random.nextInt(200) : 2_000;
        long queueBytes = random.nextInt(4) == 0 ? commandBytes + COMMAND_OVERHEAD + random.nextInt(1_500) : 20_000;
        return new ReplicaOptions(heartbeat, 5 * heartbeat + random.nextInt(6), 3 + random.nextInt(6), 1 + random.nextInt(3),
                3 + random.nextInt(6), 3, 1 + random.nextInt(6), 60 + random.nextInt(1_500), 1 + random.nextInt(8),
                5 + random.nextInt(50), queueBytes, commandBytes, answers);
    }
}
