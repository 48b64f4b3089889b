package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.scenario.ScenarioScript.Command;
import io.paxos.core.scenario.ScenarioScript.Line;
import io.paxos.core.scenario.ScenarioScript.Nodes;
import io.paxos.core.scenario.ScenarioScript.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads scripts, line by line. A parser is for one script. */
final class ScriptParser {

    private static final String COMMANDS = "'nodes', 'propose', 'prepare', 'accept', 'hold', 'deliver', 'drop', 'crash' or "
            + "'restart'";
    private static final String NODES = "'nodes NAME NAME ...', then perhaps 'quorum N' or 'quorum PROMISES VOTES'";
    private static final int MOST_NODES = 99;

    private static final Pattern NODES_FORM = Pattern.compile("nodes (.+?)(?: quorum (\\d{1,9})(?: (\\d{1,9}))?)?");
    private static final Pattern PROPOSE_FORM = Pattern.compile("propose (\\S+) (?:\"([^\"]+)\"|([^\\s\"]+))"
            + "(?: ballot (\\d{1,18}))?");
    private static final Pattern EXCHANGE_FORM = Pattern.compile("(hold |hold answer to |)(prepare|accept) (\\S+?) ?-> ?(\\S+)");
    private static final Pattern LINK_FORM = Pattern.compile("(?:deliver|drop) (\\S+?) ?-> ?(\\S+)");
    private static final Pattern NODE_FORM = Pattern.compile("(?:crash|restart) (\\S+)");

    private final List<Line> lines = new ArrayList<>();
    private List<String> names = List.of();
    private boolean founded;
    private int number;

    /** See {@link ScenarioScript#parse}. */
    ScenarioScript parse(String text) {
        boolean expectsLines = false;
        for (String raw : text.lines().toList()) {
            number++;
            if (raw.strip().startsWith(">")) {
                require(!names.isEmpty(), "a command above the lines that it is expected to say", raw.strip());
                expectsLines = true;
            } else {
                lines.add(new Line(raw.stripTrailing(), command(raw)));
            }
        }
        number++;
        require(!names.isEmpty(), NODES, "the end of the script");
        return new ScenarioScript(lines, expectsLines);
    }

    private @Nullable Command command(String raw) {
        String command = withoutComment(raw);
        if (command.isEmpty()) {
            return null;
        }
        String verb = command.split("\\s", 2)[0];
        require(!names.isEmpty() || verb.equals("nodes"), NODES + ", as the first command", command);
        return switch (verb) {
            case "nodes" -> nodes(command);
            case "propose" -> propose(command);
            case "prepare", "accept", "hold" -> exchange(command);
            case "deliver", "drop" -> onTheWay(command);
            case "crash", "restart" -> stopOrStart(command);
            default -> throw expected(COMMANDS, verb);
        };
    }

    private Command nodes(String command) {
        require(!founded, "'nodes' only once", command);
        Matcher form = match(NODES_FORM, command, NODES);
        List<String> listed = List.of(form.group(1).split(" "));
        require(!listed.contains("quorum"), NODES, command); // a quorum that is no number, or without nodes
        for (String name : listed) {
            try {
                NodeId.of(name);
            } catch (IllegalArgumentException refused) {
                throw new ScenarioSyntaxException(number, String.valueOf(refused.getMessage()));
            }
            require(listed.indexOf(name) == listed.lastIndexOf(name), "each node once", name + " twice");
        }
        require(listed.size() <= MOST_NODES, "at most " + MOST_NODES + " nodes", String.valueOf(listed.size()));
        names = listed;
        Nodes nodes = new Nodes(listed, form.group(2) == null ? null : quorums(form.group(2), form.group(3)));
        try {
            nodes.found();
            founded = true;
        } catch (IllegalArgumentException refused) {
            founded = false; // a step like others: the run says why, and the story may try again
        }
        return nodes;
    }

    private QuorumSizes quorums(String promises, @Nullable String votes) {
        return new QuorumSizes(quorum(promises), quorum(votes == null ? promises : votes));
    }

    private int quorum(String digits) {
        int quorum = Integer.parseInt(digits);
        require(quorum >= 1 && quorum <= names.size(), "a quorum from 1 to " + names.size(), digits);
        return quorum;
    }

    private Command propose(String command) {
        Matcher form = match(PROPOSE_FORM, command, "'propose NODE VALUE', then perhaps 'ballot ROUND', with a value in double "
                + "quotes if there are blanks in it");
        String node = known(form.group(1));
        String value = form.group(2) != null ? form.group(2) : form.group(3);
        if (form.group(4) == null) {
            return step(scenario -> scenario.propose(node, value));
        }
        long round = Long.parseLong(form.group(4));
        require(round >= 1, "a round from 1 on", form.group(4));
        return step(scenario -> scenario.propose(node, value, round));
    }

    private Command exchange(String command) {
        Matcher form = match(EXCHANGE_FORM, command, "'prepare FROM -> TO' or 'accept FROM -> TO', perhaps with 'hold' or "
                + "'hold answer to' before it");
        Hold hold = switch (form.group(1)) {
            case "hold " -> Hold.REQUEST;
            case "hold answer to " -> Hold.ANSWER;
            default -> Hold.NOTHING;
        };
        String from = known(form.group(3));
        String to = known(form.group(4));
        return form.group(2).equals("prepare")
                ? step(scenario -> scenario.prepare(from, to, hold))
                : step(scenario -> scenario.accept(from, to, hold));
    }

    private Command onTheWay(String command) {
        Matcher form = match(LINK_FORM, command, "'deliver FROM -> TO' or 'drop FROM -> TO'");
        String from = known(form.group(1));
        String to = known(form.group(2));
        return command.startsWith("deliver")
                ? step(scenario -> scenario.deliver(from, to))
                : step(scenario -> scenario.drop(from, to));
    }

    private Command stopOrStart(String command) {
        Matcher form = match(NODE_FORM, command, "'crash NODE' or 'restart NODE'");
        String node = known(form.group(1));
        return command.startsWith("crash")
                ? step(scenario -> scenario.crash(node))
                : step(scenario -> scenario.restart(node));
    }

    private static Command step(Step step) {
        return step;
    }

    private String known(String name) {
        require(names.contains(name), "one of the nodes " + String.join(", ", names), name);
        return name;
    }

    private Matcher match(Pattern form, String command, String wanted) {
        Matcher matcher = form.matcher(command);
        require(matcher.matches(), wanted, command);
        return matcher;
    }

    /** The command alone, words one blank apart. Within quotes, blanks stay and # begins no comment. */
    private static String withoutComment(String raw) {
        StringBuilder command = new StringBuilder();
        boolean quoted = false;
        boolean blankBefore = true;
        for (char c : raw.toCharArray()) {
            if (c == '#' && blankBefore && !quoted) {
                break;
            }
            boolean blank = !quoted && Character.isWhitespace(c);
            quoted ^= c == '"';
            if (!blank) {
                command.append(c);
            } else if (!blankBefore) {
                command.append(' ');
            }
            blankBefore = blank;
        }
        return command.toString().stripTrailing();
    }

    private void require(boolean fits, String wanted, String found) {
        if (!fits) {
            throw expected(wanted, found);
        }
    }

    private ScenarioSyntaxException expected(String wanted, String found) {
        return new ScenarioSyntaxException(number, "expected " + wanted + ", not '" + found + "'");
    }
}
