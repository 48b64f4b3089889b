package io.paxos.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioScriptTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "prepare amy                    | expected 'prepare FROM -> TO' or 'accept FROM -> TO'",
        "prepare amy ben                | expected 'prepare FROM -> TO' or 'accept FROM -> TO'",
        "hold crash amy                 | expected 'prepare FROM -> TO' or 'accept FROM -> TO'",
        "accept amy -> bob              | expected one of the nodes amy, ben, cal, not 'bob'",
        "crash                          | expected 'crash NODE' or 'restart NODE', not 'crash'",
        "crash Amy                      | expected one of the nodes amy, ben, cal, not 'Amy'",
        "deliver amy                    | expected 'deliver FROM -> TO' or 'drop FROM -> TO'",
        "propose amy                    | expected 'propose NODE VALUE', then perhaps 'ballot ROUND'",
        "propose amy two words          | expected 'propose NODE VALUE', then perhaps 'ballot ROUND'",
        "propose amy \"open             | expected 'propose NODE VALUE', then perhaps 'ballot ROUND'",
        "propose amy Barbie ballot 0    | expected a round from 1 on, not '0'",
        "propose amy Barbie ballot -1   | expected 'propose NODE VALUE', then perhaps 'ballot ROUND'",
        "promise amy -> ben             | expected 'nodes', 'propose', 'prepare', 'accept', 'hold', 'deliver', 'drop'",
        "nodes dan eva                  | expected 'nodes' only once, not 'nodes dan eva'"
    })
    void an_error_names_the_line_and_what_was_expected(String command, String problem) {
        assertThatThrownBy(() -> ScenarioScript.parse("# a story\nnodes amy ben cal\n\n" + command + "\ncrash amy\n"))
                .isInstanceOfSatisfying(ScenarioSyntaxException.class, e -> assertThat(e.line()).isEqualTo(4))
                .hasMessageStartingWith("line 4: " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nodes                  | line 1: expected 'nodes NAME NAME ...'",
        "nodes amy quorum x     | line 1: expected 'nodes NAME NAME ...'",
        "nodes amy ben quorum 0 | line 1: expected a quorum from 1 to 2, not '0'",
        "nodes amy ben quorum 3 | line 1: expected a quorum from 1 to 2, not '3'",
        "nodes amy ben amy      | line 1: expected each node once, not 'amy twice'",
        "nodes Amy              | line 1: a node id is",
        "crash amy              | line 1: expected 'nodes NAME NAME ...', then perhaps 'quorum N' or 'quorum PROMISES VOTES', as",
        "> a trace              | line 1: expected a command above the lines that it is expected to say, not '> a trace'",
        "# only a comment       | line 2: expected 'nodes NAME NAME ...'"
    })
    void a_script_begins_with_its_nodes(String line, String problem) {
        assertThatThrownBy(() -> ScenarioScript.parse(line)).isInstanceOf(ScenarioSyntaxException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void blanks_comments_and_quoted_values_are_read_as_a_person_would() {
        ScenarioRun run = ScenarioScript.parse("""
                  nodes   amy\tben   # two
                propose amy "C # minor,  op. 1" ballot 7   # the seventh
                # prepare amy -> amy
                prepare amy->ben
                hold  answer to  prepare amy ->amy#1
                """.replace("#1", "")).run();

        assertThat(run.events()).hasSize(4);
        assertThat(run.events().get(1).line()).startsWith("amy proposes C # minor,  op. 1 in ballot 7.amy");
        assertThat(run.events().get(2).line()).startsWith("prepare 7.amy amy -> ben [ACC]");
        assertThat(run.events().get(3).line()).endsWith("the answer is on its way");
        assertThat(run.story()).startsWith("  nodes   amy\tben   # two\n  > 2 nodes");
    }

    @Test
    @Tag("TOY-5")
    void a_story_is_the_script_with_what_happened_in_place_of_what_was_expected() {
        String script = "nodes amy\n  > something else\n  > and more\n\n# the end\n";

        ScenarioRun run = ScenarioScript.parse(script).run();

        assertThat(run.story()).isEqualTo("nodes amy\n  > 1 nodes, quorum of promises 1, of votes 1 | "
                + "M9 (2.2): any quorum of promises meets any quorum of votes\n\n# the end\n");
        assertThat(ScenarioScript.parse(run.story()).run()).isEqualTo(run);
    }

    @Test
    @Tag("TOY-10")
    void steps_of_nodes_that_were_refused_are_refused() {
        ScenarioRun run = ScenarioScript.parse("nodes amy ben quorum 1\ncrash amy\nnodes amy ben\ncrash amy\n").run();

        assertThat(run.events()).extracting(ScenarioEvent::why)
                .containsExactly(Why.QUORUMS_MAY_MISS, Why.NO_NODES, Why.QUORUMS_MEET, Why.STOPPED);
    }
}
