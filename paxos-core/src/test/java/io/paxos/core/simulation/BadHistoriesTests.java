package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a broken implementation would answer; a checker that has not been seen to fail proves nothing. */
@Tag("USI-7")
class BadHistoriesTests {

    @Test
    @Tag("P41")
    @Tag("P93")
    void a_stale_read() {
        assertBad("key", """
                1..2  put a -> version 1
                3..4  put b -> version 2
                5..6  read  -> a version 1
                """, "put b -> version 2", "read -> a version 1");
    }

    @Test
    @Tag("P33")
    void a_read_that_misses_an_acknowledged_append() {
        assertBad("log", """
                1..2  append a    -> index 0
                3..4  read from 0 -> []
                """, "append a -> index 0", "read from 0 -> []");
    }

    @Test
    void a_lost_append() {
        assertBad("log", """
                1..2  append a    -> index 0
                3..4  append b    -> index 1
                5..6  read from 0 -> [a]
                """, "append b -> index 1", "read from 0 -> [a]");
    }

    @Test
    void two_appends_with_one_index() {
        assertBad("log", """
                1..4  append a -> index 0
                2..3  append b -> index 0
                """, "append a -> index 0", "append b -> index 0");
    }

    @Test
    @Tag("P49")
    void a_doubled_append() {
        assertBad("log", """
                1..2  append a    -> index 0
                3..4  append b    -> index 2
                5..6  read from 0 -> [a a b]
                """, "read from 0 -> [a a b]");
    }

    @Test
    @Tag("P49")
    void a_doubled_append_of_unknown_outcome() {
        assertBad("log", """
                1..   append a    -> ?
                2..3  append b    -> index 1
                4..5  read from 0 -> [a b a]
                """, "read from 0 -> [a b a]", "also: [1..] append a -> ?");
    }

    @Test
    void an_order_that_another_reader_saw_otherwise() {
        assertBad("log", """
                1..   append a    -> ?
                2..   append b    -> ?
                3..6  read from 0 -> [a b]
                4..5  read from 0 -> [b a]
                """, "read from 0 -> [a b]", "read from 0 -> [b a]");
    }

    @Test
    void two_winners() {
        assertBad("decision", """
                1..4  decide a -> won a
                2..3  decide b -> won b
                """, "decide a -> won a", "decide b -> won b");
    }

    @Test
    void two_winners_told_to_losers() {
        assertBad("decision", """
                1..   decide a -> ?
                2..   decide b -> ?
                3..4  decide c -> lost a
                5..6  read     -> b
                """, "decide c -> lost a", "read -> b");
    }

    @Test
    void a_decision_that_is_gone() {
        assertBad("decision", """
                1..2  decide a -> won a
                3..4  read     -> nothing
                """, "read -> nothing");
    }

    @Test
    void a_compare_and_set_that_succeeded_on_an_old_version() {
        assertBad("key", """
                1..2  put a   -> version 1
                3..4  put b   -> version 2
                5..6  cas a c -> updated version 3
                """, "put b -> version 2", "cas a c -> updated version 3");
    }

    @Test
    void two_compare_and_sets_that_both_found_the_same() {
        assertBad("key", """
                1..2  cas nothing a -> updated version 1
                3..6  cas a b       -> updated version 2
                4..5  cas a c       -> updated version 2
                """, "cas a b -> updated version 2", "cas a c -> updated version 2");
    }

    @Test
    void a_compare_and_set_that_failed_on_what_it_expected() {
        assertBad("key", """
                1..2  put a   -> version 1
                3..4  cas a b -> kept a version 1
                """, "cas a b -> kept a version 1");
    }

    @Test
    void a_lost_update() {
        assertBad("key", """
                1..4  put a -> version 1
                2..3  put b -> version 1
                5..6  read  -> b version 1
                """, "put a -> version 1");
    }

    @Test
    @Tag("P51")
    void a_call_that_was_surely_not_executed_and_is_visible() {
        assertBad("log", """
                1..2  append a    -> refused
                3..4  append b    -> index 1
                5..6  read from 0 -> [a b]
                """, "certainly not executed: [1..] append a");
    }

    @Test
    void a_value_that_nobody_wrote() {
        assertBad("key", """
                1..2  put a -> version 1
                3..4  read  -> b version 1
                """, "written by no call: b");
    }

    @Test
    @Tag("P38")
    void a_call_of_unknown_outcome_that_is_visible_and_then_gone() {
        assertBad("key", """
                1..   put a -> ?
                2..3  read  -> a version 1
                4..5  read  -> nothing version 0
                """, "#1 [2..3] read -> a version 1", "#2 [4..5] read -> nothing version 0");
    }

    @Test
    void a_call_of_unknown_outcome_that_is_visible_before_it_began() {
        assertBad("log", """
                1..2  read from 0 -> [a]
                3..   append a    -> ?
                """, "read from 0 -> [a]");
    }

    @Test
    void reads_that_go_back() {
        assertBad("key", """
                1..8  put a -> version 1
                2..3  read  -> a version 1
                4..5  read  -> nothing version 0
                """, "read -> a version 1", "read -> nothing version 0");
    }

    @Test
    void a_gap_that_no_call_can_have_filled() {
        assertBad("log", """
                1..2  append a -> index 0
                3..4  append b -> index 2
                5..   append c -> ?
                """, "append b -> index 2");
    }

    @Test
    void a_violation_names_few_calls_of_many() {
        StringBuilder table = new StringBuilder("1..2 append lost -> index 0\n");
        for (int i = 1; i < 200; i++) {
            table.append("%d..%d append v%d -> index %d%n".formatted(10 * i, 10 * i + 5, i, i));
            table.append("%d..%d read from 1 limit %d -> [v1]%n".formatted(10 * i + 6, 10 * i + 7, 1));
        }
        table.append("3000..3001 read from 0 limit 2 -> [v1 v2]\n");
        ObjectHistory object = HistoryTable.of("log", table.toString());
        assertThat(object.check()).isEqualTo(OrderSearch.Verdict.VIOLATED);
        assertThat(Counterexample.of(object)).startsWith("log x is not linearizable, these 2 of 400 calls exclude each other")
                .hasLineCount(6);
    }

    @Test
    void a_violation_explains_itself() {
        ObjectHistory object = HistoryTable.of("log", """
                1..2   append a    -> index 0
                3..4   append b    -> index 1
                5..6   read from 0 -> [a b]
                7..    append c    -> ?
                8..9   read from 0 -> [a]
                """);
        assertThat(Counterexample.of(object)).isEqualTo("""
                log x is not linearizable, these 2 of 5 calls exclude each other (times count beginnings and ends of calls):
                  #1 [5..6] read from 0 -> [a b]
                  #2 [8..9] read from 0 -> [a]
                  also: [1..2] append a -> index 0
                  also: [3..4] append b -> index 1
                  the longest possible order is #1, which leaves [a b]; #2 cannot come later, and does not fit there""");
    }

    private static void assertBad(String kind, String table, String... named) {
        ObjectHistory object = HistoryTable.of(kind, table);
        assertThat(object.check()).isEqualTo(OrderSearch.Verdict.VIOLATED);
        assertThat(Counterexample.of(object)).contains(named);
    }
}
