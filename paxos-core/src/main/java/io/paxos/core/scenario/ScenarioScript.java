package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.scenario.Incident.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as text: one command a line, {@code #} begins a comment, and lines that begin with {@code >} (the traces write two
 * blanks before it) are what the command above is expected to say.
 *
 * <pre>
 * nodes amy ben cal                     # a majority; or: ... quorum 2; or: ... quorum 1 3, for promises and votes
 * propose amy Openhimer                 # or: propose amy "two words" ballot 5
 * prepare amy -&gt; ben
 * accept amy -&gt; ben
 * hold prepare amy -&gt; cal               # sent, and on its way
 * hold answer to accept amy -&gt; cal      # received, and the answer on its way
 * deliver amy -&gt; cal                    # the oldest that is on its way there
 * drop cal -&gt; amy
 * crash ben
 * restart ben
 * </pre>
 */
public final class ScenarioScript {

    /** What begins a trace line in a story. */
    static final String TRACE = "  > ";

    /**
     * A line that stays when the script is run.
     *
     * @param text as it stands in the script
     * @param command what to do; null for a comment or an empty line
     */
    record Line(String text, @Nullable Command command) {
    }

    /** A command. */
    sealed interface Command permits Nodes, Step {
    }

    /** Makes the nodes; the quorums are null for a majority. */
    record Nodes(List<String> names, @Nullable QuorumSizes quorums) implements Command {

        /**
         * The nodes, new.
         *
         * @throws IllegalArgumentException if the quorums may miss each other
         */
        Scenario found() {
            return quorums == null ? Scenario.of(names.toArray(String[]::new)) : Scenario.of(quorums, names);
        }
    }

    /** A step of the nodes. */
    @FunctionalInterface
    non-sealed interface Step extends Command {

        /** Takes the step. */
        ScenarioEvent play(Scenario scenario);
    }

    private final List<Line> lines;
    private final boolean expectsLines;

    ScenarioScript(List<Line> lines, boolean expectsLines) {
        this.lines = List.copyOf(lines);
        this.expectsLines = expectsLines;
    }

    /**
     * Reads a script.
     *
     * @throws ScenarioSyntaxException if a line is not a command, a comment or a trace line
     */
    public static ScenarioScript parse(String text) {
        return new ScriptParser().parse(text);
    }

    /** Whether it says what some command shall lead to. */
    public boolean expectsLines() {
        return expectsLines;
    }

    /** Plays all commands, on new nodes. The same script always gives the same run. */
    public ScenarioRun run() {
        List<NodeId> nodes = new ArrayList<>();
        List<ScenarioEvent> events = new ArrayList<>();
        StringBuilder story = new StringBuilder();
        Scenario scenario = null;
        for (Line line : lines) {
            story.append(line.text()).append('\n');
            if (line.command() instanceof Nodes wanted) {
                scenario = found(wanted, events);
                if (scenario != null) {
                    wanted.names().forEach(name -> nodes.add(NodeId.of(name)));
                }
            } else if (line.command() instanceof Step step && scenario != null) {
                events.add(step.play(scenario));
            } else if (line.command() != null) {
                events.add(new Incident(Kind.REFUSED, null, null, "There are no nodes", Why.NO_NODES));
            }
            if (line.command() != null) {
                story.append(TRACE).append(events.get(events.size() - 1).line()).append('\n');
            }
        }
        return new ScenarioRun(nodes, events, story.toString());
    }

    private static @Nullable Scenario found(Nodes wanted, List<ScenarioEvent> events) {
        try {
            Scenario scenario = wanted.found();
            events.addAll(scenario.trace());
            return scenario;
        } catch (IllegalArgumentException refused) {
            // the parser has checked the names and each size: what is left is quorums that may miss each other
            events.add(new Incident(Kind.REFUSED, null, null, String.valueOf(refused.getMessage()), Why.QUORUMS_MAY_MISS));
            return null;
        }
    }
}
