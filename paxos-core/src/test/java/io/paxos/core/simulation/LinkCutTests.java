package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Links that are cut, one direction at a time, and stay so: whoever has a quorum of nodes that it can talk to both ways
 * must get on, and nobody else can.
 */
@Tag("P42")
@Tag("P43")
@Tag("P44")
class LinkCutTests {

    private static final ReplicaOptions TIMES = new ReplicaOptions(2, 10, 4, 2, 4, 3, 16, 4096, 4, 100, 20_000, 2_000,
            AnswerLimits.DEFAULTS);
    private static final long SECOND = 1_000_000;

    /** Bit i of a mask cuts the link number i, counted over all pairs in order. */
    private record Cut(int nodes, long mask) {

        List<NodeId[]> links() {
            List<NodeId[]> links = new ArrayList<>();
            int bit = 0;
            for (int from = 1; from <= nodes; from++) {
                for (int to = 1; to <= nodes; to++) {
                    if (from != to && (mask >> bit++ & 1) != 0) {
                        links.add(new NodeId[] {NodeId.of("node" + from), NodeId.of("node" + to)});
                    }
                }
            }
            return links;
        }

        /** Whether a node hears a majority, itself included, that hears it. */
        boolean leavesAQuorum() {
            Set<String> cut = new TreeSet<>();
            links().forEach(link -> cut.add(link[0] + ">" + link[1]));
            return IntStream.rangeClosed(1, nodes)
                    .anyMatch(one -> IntStream.rangeClosed(1, nodes)
                            .filter(other -> !cut.contains("node" + one + ">node" + other)
                                    && !cut.contains("node" + other + ">node" + one))
                            .count() > nodes / 2);
        }
    }

    @Test
    void with_three_nodes_in_all_64_ways() {
        holdsFor(LongStream.range(0, 64).mapToObj(mask -> new Cut(3, mask)));
    }

    @Test
    void with_five_and_seven_nodes_in_many_ways() {
        SplittableRandom random = new SplittableRandom(44);
        holdsFor(Stream.generate(() -> {
            int nodes = random.nextBoolean() ? 5 : 7;
            // of any density: from a few links to most of them
            long mask = random.nextLong() & (random.nextBoolean() ? random.nextLong() : -1L)
                    & (random.nextBoolean() ? random.nextLong() : -1L);
            return new Cut(nodes, mask & ((1L << nodes * (nodes - 1)) - 1));
        }).limit(60));
    }

    private static void holdsFor(Stream<Cut> cuts) {
        int[] with = new int[2];
        cuts.forEach(cut -> with[getsOn(cut) ? 0 : 1]++);
        System.out.printf("steady cuts: progress in %d, no quorum in %d%n", with[0], with[1]);
        assertThat(with[0]).isPositive();
        assertThat(with[1]).isPositive();
    }

    private static boolean getsOn(Cut cut) {
        SimulationOptions options = new SimulationOptions(Swarm.majorityOf(cut.nodes), 0, Set.of(FaultKind.DELAY), TIMES,
                new NetworkOptions(0, 0, 0, 3_000, 0, 0, 0), new ProcessOptions(1_000, 0, 0, 0),
                new LoadOptions(3, 4, 20_000, 20, false, 0, true));
        SimulatedWorld world =
                new SimulatedWorld(cut.mask + 1, options, SteppedReplica.Factory.PRODUCTION, Invariants.all(), null);
        RunRecord record = world.record();
        world.start();
        assertThat(world.runUntil(() -> record.highestApplied() > 20, 10 * SECOND)).isTrue();

        cut.links().forEach(link -> world.network().cut(link[0], link[1]));
        world.runUntil(() -> false, 3 * SECOND);
        long answered = record.acknowledged();
        long leaders = record.leaders();
        world.runUntil(() -> false, 2 * SECOND);

        if (cut.leavesAQuorum()) {
            assertThat(record.acknowledged() - answered).as("calls answered with %s", cut).isGreaterThan(10);
            assertThat(record.leaders() - leaders).as("leaders that came and went with %s", cut).isLessThanOrEqualTo(1);
        } else {
            assertThat(record.acknowledged()).as("calls answered with %s", cut).isEqualTo(answered);
        }
        world.calmDown();
        new Recovery(world).run();
        record.onFinished();
        return cut.leavesAQuorum();
    }
}
