package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The crash tests find what they look for. */
class HistoryTests {

    private final History history = new History();

    @BeforeEach
    void send_three_of_which_two_are_acknowledged() {
        List.of("a", "b", "c").forEach(history::sending);
        history.ended("a", new NodeConnection.Answer.Ok(0));
        history.ended("b", new NodeConnection.Answer.Ok(1));
        history.ended("c", new NodeConnection.Answer.Cut());
    }

    @Test
    void what_was_not_acknowledged_may_be_there_or_not() {
        assertThat(history.contradictions(List.of("a", "b"))).isEmpty();
        assertThat(history.contradictions(List.of("a", "b", "c"))).isEmpty();
    }

    @Test
    void a_lost_acknowledgement_is_found() {
        assertThat(history.contradictions(List.of("a"))).containsExactly("b was acknowledged at 1 and is missing");
    }

    @Test
    void another_place_is_found() {
        assertThat(history.contradictions(List.of("a", "c", "b"))).containsExactly("b was acknowledged at 1 and stands at 2");
    }

    @Test
    void a_second_execution_is_found() {
        assertThat(history.contradictions(List.of("a", "b", "a"))).containsExactly("a stands at 0 and at 2");
    }

    @Test
    void what_nobody_sent_is_found() {
        assertThat(history.contradictions(List.of("a", "b", "x"))).containsExactly("x stands at 2 and was never sent");
    }

    @Test
    void a_change_of_what_was_read_is_found() {
        history.sending("d");
        history.readOn(List.of("a", "b"));
        history.readOn(List.of("c"));
        assertThat(history.contradictions(List.of("a", "b", "d")))
                .containsExactly("at 2 stood c when it was read before, now d");
        assertThat(history.contradictions(List.of("a", "b")))
                .containsExactly("at 2 stood d when it was read before, now the log has ended");
    }

    @Test
    void a_refusal_is_kept() {
        history.ended("c", new NodeConnection.Answer.Other("no c FENCED the disk is full"));
        assertThat(history.refused()).containsExactly("no c FENCED the disk is full");
        assertThat(history.acknowledgedCount()).isEqualTo(2);
    }
}
