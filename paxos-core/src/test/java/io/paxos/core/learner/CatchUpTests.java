package io.paxos.core.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When missing values are asked for, and whom (rule L3, PY-4, PY-6). */
class CatchUpTests {

    private static final NodeId A = NodeId.of("a");
    private static final NodeId B = NodeId.of("b");
    private static final NodeId C = NodeId.of("c");
    private static final List<NodeId> SOURCES = List.of(A, B, C);

    private final CatchUp catchUp = new CatchUp(2, 3);

    @Test
    @Tag("PY-4")
    void nobody_is_asked_while_nothing_is_missing() {
        for (int i = 0; i < 20; i++) {
            assertThat(catchUp.onTick(false, 7, SOURCES)).isNull();
        }
    }

    @Test
    @Tag("PY-4")
    void a_missing_vote_may_be_on_its_way_for_a_while_before_the_first_source_is_asked() {
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(A);
    }

    @Test
    @Tag("PY-4")
    void a_gap_that_closes_in_time_is_never_asked_for() {
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(false, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
    }

    @Test
    @Tag("PY-6")
    void a_question_under_way_is_not_repeated_and_silence_turns_to_the_next_source_in_turn() {
        List<NodeId> asked = new ArrayList<>();
        for (int tick = 0; tick < 14; tick++) {
            asked.add(catchUp.onTick(true, 7, SOURCES));
        }
        assertThat(asked).containsExactly(null, A, null, null, B, null, null, C, null, null, A, null, null, B);
    }

    @Test
    @Tag("PY-6")
    void an_answer_with_news_asks_the_same_source_for_the_next_page_at_once() {
        catchUp.onTick(true, 7, SOURCES);
        catchUp.onTick(true, 7, SOURCES);
        catchUp.onTick(true, 7, SOURCES);
        catchUp.onTick(true, 7, SOURCES);
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(B);

        assertThat(catchUp.onProgress(true, SOURCES)).isEqualTo(B);
        // and the wait for an answer begins anew
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(C);
    }

    @Test
    @Tag("PY-4")
    void when_nothing_is_missing_any_more_the_next_gap_begins_with_patience_and_the_best_source() {
        for (int tick = 0; tick < 5; tick++) {
            catchUp.onTick(true, 7, SOURCES);
        }
        assertThat(catchUp.onProgress(false, SOURCES)).isNull();

        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(A);
    }

    @Test
    @Tag("PY-4")
    void nobody_is_asked_where_there_is_nobody() {
        for (int tick = 0; tick < 5; tick++) {
            assertThat(catchUp.onTick(true, 7, List.of())).isNull();
        }
        assertThat(catchUp.onProgress(true, List.of())).isNull();
    }

    @Test
    @Tag("PY-6")
    void a_list_of_sources_that_has_become_shorter_is_no_trouble() {
        for (int tick = 0; tick < 7; tick++) {
            catchUp.onTick(true, 7, SOURCES);
        }
        assertThat(catchUp.onTick(true, 7, List.of(B))).isEqualTo(B);
    }

    @Test
    @Tag("PY-4")
    void while_the_node_gets_on_by_itself_nobody_is_asked() {
        for (long chosenUpTo = 1; chosenUpTo < 20; chosenUpTo++) {
            assertThat(catchUp.onTick(true, chosenUpTo, SOURCES)).isNull();
        }
        assertThat(catchUp.onTick(true, 19, SOURCES)).isEqualTo(A);
    }

    @Test
    @Tag("PY-4")
    void an_answer_without_news_asks_the_next_source_at_once_until_each_had_its_turn() {
        catchUp.onTick(true, 7, SOURCES);
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(A);

        assertThat(catchUp.onNoNews(true, SOURCES)).isEqualTo(B);
        assertThat(catchUp.onNoNews(true, SOURCES)).isEqualTo(C);
        assertThat(catchUp.onNoNews(true, SOURCES)).isNull();
        // then it is left to time
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isNull();
        assertThat(catchUp.onTick(true, 7, SOURCES)).isEqualTo(A);
    }

    @Test
    @Tag("PY-6")
    void an_answer_without_news_that_nobody_asked_for_asks_nobody() {
        assertThat(catchUp.onNoNews(true, SOURCES)).isNull();
        assertThat(catchUp.onNoNews(false, SOURCES)).isNull();
    }
}
