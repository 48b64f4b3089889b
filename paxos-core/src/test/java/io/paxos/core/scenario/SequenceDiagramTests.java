package io.paxos.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PY-13")
class SequenceDiagramTests {

    @Test
    void messages_that_arrive_are_held_or_are_lost_crashes_and_conclusions_are_drawn() {
        String diagram = ScenarioScript.parse("""
                nodes amy ben cal
                propose amy tea
                prepare amy -> amy
                prepare amy -> cal
                hold accept amy -> ben
                accept amy -> cal
                crash cal
                accept amy -> cal
                deliver amy -> ben
                restart cal
                hold answer to accept amy -> cal
                deliver cal -> amy
                propose cal milk
                prepare cal -> ben
                accept amy -> ben
                """).run().diagram();

        assertThat(diagram).isEqualTo("""
                amy                      ben                      cal
                 * amy proposes tea in ballot 1.amy                |
                 |= prepare 1.amy         |                        |
                 |= promise ()            |                        |
                 |--prepare 1.amy--------------------------------->|
                 |<------------------------------------promise ()--|
                 * amy is free to propose its own value            |
                 |--accept 1.amy tea-----o|                        |
                 |--accept 1.amy tea------------------------------>|
                 |<--------------------------------------accepted--|
                 |                        |                        X cal crashes
                 |--accept 1.amy tea------------------------------x
                 |--accept 1.amy tea----->|
                 |<-------------accepted--|
                 * amy knows: tea is chosen
                 |                        |                        * cal is back; it has promised 1.amy and accepted (tea, 1.amy)
                 |--accept 1.amy tea------------------------------>|
                 |o--------------------------------------accepted--|
                 |<--------------------------------accepted 1.amy--|
                 |                        |                        * cal proposes milk in ballot 2.cal
                 |                        |<--------prepare 2.cal--|
                 |                        |--promise (tea, 1.amy)->|
                 |--accept 1.amy tea----->|                        |
                 |<----------nack: 2.cal--|                        |
                """);
    }

    @Test
    void the_columns_stand_in_the_order_of_the_script() {
        assertThat(ScenarioScript.parse("nodes eva amy").run().diagram()).isEqualTo("eva  amy\n");
    }

    @Test
    void without_nodes_there_is_nothing_to_draw() {
        assertThat(new SequenceDiagram(List.of()).draw(List.of())).isEmpty();
    }
}
