package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import java.util.List;

/**
 * What a script has led to.
 *
 * @param nodes the nodes, in the order in which the script names them
 * @param events one for each command, in order
 * @param story the script, with the trace line of each command below it in place of the lines that were expected
 */
public record ScenarioRun(List<NodeId> nodes, List<ScenarioEvent> events, String story) {

    /** Copies the lists. */
    public ScenarioRun {
        nodes = List.copyOf(nodes);
        events = List.copyOf(events);
    }

    /** All messages in a text diagram. */
    public String diagram() {
        return new SequenceDiagram(nodes).draw(events);
    }
}
