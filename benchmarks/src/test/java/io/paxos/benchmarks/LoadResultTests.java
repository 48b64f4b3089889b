package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LoadResultTests {

    @Test
    void percentiles_are_those_of_all_latencies() {
        Histogram latencies = new Histogram(3);
        for (int micros = 1; micros <= 1000; micros++) {
            latencies.recordValue(micros * 1000L);
        }
        LoadResult result = LoadResult.of(latencies, 2_000_000_000L, new TreeMap<>());
        assertThat(result.operations()).isEqualTo(1000);
        assertThat(result.perSecond()).isEqualTo(500);
        assertThat(result.p50()).isCloseTo(500_000, Percentage.withPercentage(0.2));
        assertThat(result.p99()).isCloseTo(990_000, Percentage.withPercentage(0.2));
        assertThat(result.max()).isCloseTo(1_000_000, Percentage.withPercentage(0.2));
        assertThat(result.perThousand(0.25)).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void nothing_at_all_is_not_good_and_divides_by_nothing() {
        LoadResult result = LoadResult.of(new Histogram(3), 1_000_000_000L, new TreeMap<>());
        assertThat(result.isGood()).isFalse();
        assertThat(result.perThousand(1)).isZero();
        assertThat(result.p99()).isZero();
    }

    @Test
    void a_line_holds_all_of_it() {
        LoadResult without = new LoadResult(5, 4, 3, 2, 1, new TreeMap<>());
        LoadResult with = new LoadResult(5, 4, 3, 2, 1, new TreeMap<>(Map.of("NotExecutedException:DEADLINE", 7L, "b", 8L)));
        assertThat(LoadResult.parse(without.toLine())).isEqualTo(without);
        assertThat(LoadResult.parse(with.toLine())).isEqualTo(with);
    }

    @Test
    void a_line_holds_the_state_of_a_node_with_its_ballot() {
        NodeState state = new NodeState(9, 8, 70, "Ballot[epoch=1, round=2, node=node1]");
        assertThat(NodeState.parse(state.toLine())).isEqualTo(state);
        assertThat(state.since(new NodeState(4, 4, 20, NodeState.NOT_LEADING))).isEqualTo(new NodeState(5, 4, 50, state.leads()));
    }
}
