package io.paxos.core.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a {@link LogStory} says when it does not come out as told. */
class LogStoryTextTests {

    private static final String BEGINNING = "# Alone.\n\nnodes amy\n";

    @Test
    void a_story_that_was_retold_holds_and_keeps_its_comments() {
        String told = LogStory.retold("alone.txt", BEGINNING + "propose amy append tea\nshow\n");

        assertThat(told).startsWith("# Alone.\n\nnodes amy\n  > amy: ").contains("\nshow\n  > amy: ");
        LogStory.check("alone.txt", told);
        assertThat(LogStory.retold("alone.txt", told)).isEqualTo(told);
    }

    @Test
    void a_difference_is_told_with_file_line_command_and_both_texts() {
        String told = LogStory.retold("alone.txt", BEGINNING).replace("  > amy: ", "  > amy: candidate, ");

        assertThatThrownBy(() -> LogStory.check("alone.txt", told)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("alone.txt:3: nodes amy\nexpected\n  > amy: candidate, ")
                .hasMessageContaining("\ngot\n  > amy: ").hasMessageContaining("-Dpaxos.scenario.update=true");
    }

    @Test
    void a_command_that_cannot_be_carried_out_is_named_even_while_stories_are_written() {
        assertThatThrownBy(() -> LogStory.retold("alone.txt", BEGINNING + "tick ben\n"))
                .hasMessage("alone.txt:4: tick ben\nno node has this name: ben");
        assertThatThrownBy(() -> LogStory.retold("alone.txt", BEGINNING + "crash amy\ntick amy\n"))
                .hasMessage("alone.txt:5: tick amy\namy is down");
        assertThatThrownBy(() -> LogStory.retold("alone.txt", BEGINNING + "dance amy\n"))
                .hasMessage("alone.txt:4: dance amy\nno such command: dance amy");
    }
}
