package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Histories that look odd and are linearizable. */
class GoodHistoriesTests {

    @Test
    void calls_that_overlap_take_effect_in_either_order() {
        assertGood("log", """
                1..6  append a    -> index 1
                2..5  append b    -> index 0
                3..4  read from 0 -> [b]
                """);
    }

    @Test
    void a_read_may_see_a_write_that_has_not_ended() {
        assertGood("key", """
                1..6  put a -> version 1
                2..3  read  -> a version 1
                4..5  read  -> a version 1
                """);
    }

    @Test
    void a_call_of_unknown_outcome_may_take_effect_long_after_its_client_has_gone() {
        assertGood("key", """
                1..   put a -> ?
                2..3  put b -> version 1
                4..5  read  -> b version 1
                6..7  read  -> a version 2
                """);
    }

    @Test
    void a_call_of_unknown_outcome_may_never_take_effect() {
        assertGood("decision", """
                1..   decide a -> ?
                2..3  read     -> nothing
                4..5  decide b -> won b
                6..7  decide a -> lost b
                """);
    }

    @Test
    void a_gap_in_the_indexes_is_filled_by_a_call_of_unknown_outcome_that_nobody_has_seen() {
        assertGood("log", """
                1..   append a            -> ?
                2..   append b            -> ?
                3..4  append c            -> index 1
                5..6  append d            -> index 2
                7..8  read from 1 limit 1 -> [c]
                """);
    }

    @Test
    void equal_values_of_several_callers_are_told_apart_by_their_versions() {
        assertGood("key", """
                1..   put a   -> ?
                2..   put a   -> ?
                3..4  cas a b -> updated version 2
                5..6  cas a c -> updated version 4
                """);
    }

    @Test
    void a_compare_and_set_of_unknown_outcome_may_stand_between_two_others() {
        assertGood("key", """
                1..2    put a   -> version 1
                3..     cas a b -> ?
                4..     cas b c -> ?
                5..     cas b d -> ?
                6..7    cas d e -> updated version 4
                8..9    read    -> e version 4
                """);
    }

    @Test
    void an_unseen_write_may_be_what_a_compare_and_set_of_unknown_outcome_has_found() {
        assertGood("key", """
                1..   put a   -> ?
                2..   put b   -> ?
                3..   cas a c -> ?
                4..5  read    -> c version 3
                """);
    }

    @Test
    void the_same_writes_in_another_order_may_lead_on() {
        assertGood("key", """
                1..   put b    -> ?
                2..   put a    -> ?
                3..   cas a a1 -> ?
                4..   cas a a2 -> ?
                5..   cas b b1 -> ?
                6..   cas b b2 -> ?
                7..   cas b1 c -> ?
                8..9  read     -> c version 4
                """);
    }

    @Test
    void a_page_that_is_full_says_nothing_of_what_comes_after_it() {
        assertGood("log", """
                1..2   append a            -> index 0
                3..4   append b            -> index 1
                5..6   read from 0 limit 1 -> [a]
                7..8   read from 5         -> []
                9..10  read from 1         -> [b]
                """);
    }

    @Test
    void a_winner_may_be_told_to_others_before_it_knows() {
        assertGood("decision", """
                1..8  decide a -> won a
                2..3  decide b -> lost a
                4..5  read     -> a
                """);
    }

    @Test
    void a_refused_call_counts_for_nothing() {
        assertGood("log", """
                1..2  append a    -> refused
                3..4  append b    -> index 0
                5..6  read from 0 -> [b]
                """);
    }

    private static void assertGood(String kind, String table) {
        assertThat(HistoryTable.of(kind, table).check()).isEqualTo(OrderSearch.Verdict.LINEARIZABLE);
    }
}
