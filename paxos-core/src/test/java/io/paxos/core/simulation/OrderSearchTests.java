package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@link OrderSearch} does where it has a choice. */
class OrderSearchTests {

    private static final int VALUES = 4;

    @Test
    void does_not_search_again_where_it_was_before() {
        StringBuilder table = new StringBuilder("1..2 put v0 -> version 1\n");
        int time = 3;
        for (int from = 0; from < VALUES; from++) {
            for (int to = 0; to < VALUES; to++) {
                if (from != to) {
                    table.append("%d.. cas v%d v%d -> ?%n".formatted(time++, from, to));
                }
            }
        }
        table.append("98..99 read -> elsewhere version 40\n");
        OrderSearch search = new OrderSearch(HistoryTable.of("key", table.toString()).calls(), OrderSearch.MOST_WORK);
        assertThat(search.run()).isEqualTo(OrderSearch.Verdict.VIOLATED);
        assertThat(search.work()).as("about 28,000 without a memory").isLessThan(10_000);
    }
}
