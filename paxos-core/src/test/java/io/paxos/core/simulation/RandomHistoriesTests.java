package io.paxos.core.simulation;

import static io.paxos.core.simulation.OrderSearch.Verdict.LINEARIZABLE;
import static io.paxos.core.simulation.OrderSearch.Verdict.NOT_DECIDED;
import static io.paxos.core.simulation.OrderSearch.Verdict.VIOLATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link OrderSearch} agrees with the definition of linearizability, and stays cheap. */
class RandomHistoriesTests {

    private static final int TINY_HISTORIES = 30_000;
    private static final int LARGE_HISTORIES = 300;
    private static final int LARGE = 400;

    @Test
    @Tag("USI-7")
    void agrees_with_every_order_tried_on_tiny_histories_and_their_mutations() {
        int bad = 0;
        for (long seed = 1; seed <= TINY_HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomHistory history = new RandomHistory(random, Math.min(6, 1 + random.nextInt(9)), 1 + random.nextInt(4),
                    random.nextBoolean());
            List<HistoryCall> good = history.calls();
            assertThat(ReferenceChecker.isLinearizable(good)).as("the generator, seed %d: %s", seed, good).isTrue();
            assertThat(verdict(good)).as("seed %d: %s", seed, good).isEqualTo(LINEARIZABLE);
            RandomMutation.apply(random, history);
            List<HistoryCall> mutated = history.calls();
            boolean stillGood = ReferenceChecker.isLinearizable(mutated);
            assertThat(verdict(mutated)).as("mutation of seed %d: %s", seed, mutated)
                    .isEqualTo(stillGood ? LINEARIZABLE : VIOLATED);
            bad += stillGood ? 0 : 1;
        }
        assertThat(bad).as("mutations that are not linearizable").isBetween(TINY_HISTORIES / 4, TINY_HISTORIES * 3 / 4);
    }

    @Test
    void large_histories_are_decided_with_little_work() {
        for (long seed = 1; seed <= LARGE_HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomHistory history = new RandomHistory(random, LARGE, 1 + random.nextInt(20), true);
            OrderSearch search = new OrderSearch(history.calls(), OrderSearch.MOST_WORK);
            assertThat(search.run()).as("seed %d", seed).isEqualTo(LINEARIZABLE);
            assertThat(search.work()).as("seed %d", seed).isLessThan(LARGE * LARGE);
            RandomMutation.apply(random, history);
            assertThat(verdict(history.calls())).as("mutation of seed %d", seed).isNotEqualTo(NOT_DECIDED);
        }
    }

    private static OrderSearch.Verdict verdict(List<HistoryCall> calls) {
        return new OrderSearch(calls, OrderSearch.MOST_WORK).run();
    }
}
