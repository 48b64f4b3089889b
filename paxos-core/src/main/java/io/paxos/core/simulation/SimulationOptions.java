package io.paxos.core.simulation;

import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.session.AnswerLimits;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The circumstances of one run, all drawn from its seed: each run has some kinds of faults and lacks others, so that no
 * kind hides another (swarm testing, Groce et al. 2012).
 *
 * @param nodes number of voters, 1 to 7
 * @param events least number of events in the hostile phase
 * @param kinds kinds of faults that this run has
 * @param replica bounds and times, in ticks of 10 ms
 * @param lossPercent messages lost of a hundred, where the run has losses
 * @param duplicationPercent messages doubled of a hundred
 * @param reorderingPercent messages very late of a hundred, where the run has them
 * @param latencyMicros most of the ordinary latency of a message
 * @param lateMicros about how late a reordered message may be
 * @param diskMicros most of the ordinary time of a write
 * @param crashEveryMicros mean time between two crashes in the cluster
 * @param crashAtPromisePercent writes that raise a promise, of a hundred, during which the process dies
 * @param partitionEveryMicros mean time between two partitions; also times slow-downs and handovers
 * @param partitionMicros about the longest time until a partition heals
 * @param clients number of clients, each with a few calls open
 * @param thinkMicros mean time between two calls of a client
 */
public record SimulationOptions(int nodes, long events, Set<FaultKind> kinds, ReplicaOptions replica, int lossPercent,
        int duplicationPercent, int reorderingPercent, long latencyMicros, long lateMicros, long diskMicros,
        long crashEveryMicros, int crashAtPromisePercent, long partitionEveryMicros, long partitionMicros, int clients,
        long thinkMicros) {

    private static final int[] SIZES = {1, 2, 3, 3, 3, 3, 5, 5};

    /** Draws the circumstances of a seed: calm and stormy ones, of all sizes. */
    public static SimulationOptions drawnFrom(long seed, long events) {
        SplittableRandom random = new SplittableRandom(seed);
        return switch (random.nextInt(6)) {
            case 0, 1 -> storm(random, SIZES[random.nextInt(SIZES.length)], events);
            case 2 -> duel(random, events);
            default -> weather(random, SIZES[random.nextInt(SIZES.length)], events);
        };
    }

    /**
     * Draws the circumstances of a seed for three nodes whose leaderships overlap all the time: timers that disagree,
     * handovers, late messages, and crashes just where a promise becomes durable. What goes wrong between two proposers
     * goes wrong here first.
     */
    public static SimulationOptions duelFrom(long seed, long events) {
        return duel(new SplittableRandom(seed), events);
    }

    private static SimulationOptions weather(SplittableRandom random, int nodes, long events) {
        return new SimulationOptions(nodes, events * 4 / 3, kinds(random, 60), replica(random, 2), 1 + random.nextInt(30),
                1 + random.nextInt(20), 1 + random.nextInt(10), 100 + random.nextInt(6_000),
                50_000 + random.nextInt(1_000_000), 50 + random.nextInt(4_000), 200_000 + random.nextInt(2_500_000),
                random.nextInt(20), 200_000 + random.nextInt(2_000_000), 1_500_000, 2 + random.nextInt(4),
                5_000 + random.nextInt(30_000));
    }

    private static SimulationOptions storm(SplittableRandom random, int nodes, long events) {
        return new SimulationOptions(nodes, 3 * events, kinds(random, 85), replica(random, 1), 1 + random.nextInt(20),
                1 + random.nextInt(20), 1 + random.nextInt(25), 100 + random.nextInt(12_000),
                20_000 + random.nextInt(300_000), 50 + random.nextInt(8_000), 120_000 + random.nextInt(500_000),
                random.nextInt(3) * 20, 40_000 + random.nextInt(200_000), 120_000, 2 + random.nextInt(3),
                3_000 + random.nextInt(10_000));
    }

    private static SimulationOptions duel(SplittableRandom random, long events) {
        ReplicaOptions replica = new ReplicaOptions(1, 5, 3, 1, 3, 3, 1 + random.nextInt(3), 400, 4, 50, 20_000, 2_000,
                AnswerLimits.DEFAULTS);
        Set<FaultKind> kinds = EnumSet.of(FaultKind.DELAY, FaultKind.REORDERING, FaultKind.CRASH, FaultKind.DRIFT,
                FaultKind.PARTITION, FaultKind.LOSS, FaultKind.HANDOVER);
        long disk = 2_000 + random.nextInt(random.nextBoolean() ? 8_000 : 80_000);
        return new SimulationOptions(3, 2 * events, kinds, replica, 8, 5, 5 + random.nextInt(15),
                1_000 + random.nextInt(14_000), 60_000 + random.nextInt(90_000), disk, 300_000, 30 + random.nextInt(40),
                60_000 + random.nextInt(200_000), 120_000, 3, 4_000);
    }

    private static Set<FaultKind> kinds(SplittableRandom random, int percent) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (random.nextInt(100) < percent && kind.isDrawn()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static ReplicaOptions replica(SplittableRandom random, int heartbeat) {
        AnswerLimits answers = random.nextInt(4) == 0 ? new AnswerLimits(5, 2_000, 60, 16) : AnswerLimits.DEFAULTS;
        return new ReplicaOptions(heartbeat, 5 * heartbeat + random.nextInt(6), 3 + random.nextInt(6), 1 + random.nextInt(3),
                3 + random.nextInt(6), 3, 1 + random.nextInt(6), 60 + random.nextInt(1_500), 1 + random.nextInt(8),
                5 + random.nextInt(50), 20_000, 2_000, answers);
    }

    boolean has(FaultKind kind) {
        return kinds.contains(kind);
    }
}
