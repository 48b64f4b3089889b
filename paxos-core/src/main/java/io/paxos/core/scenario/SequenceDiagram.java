package io.paxos.core.scenario;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.scenario.Exchange.Fate;
import io.paxos.core.scenario.Incident.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Draws events as text (PY-13): a column for each node, and a row for each message. {@code >} and {@code <} arrive, {@code o} is
 * held back, {@code x} is lost; a node that is down has no line.
 */
final class SequenceDiagram {

    private static final char HELD = 'o';
    private static final char LOST = 'x';
    private static final char ARRIVES = '>';

    /** What a row shows besides the lines of the nodes. */
    private record Label(NodeId from, NodeId to, String text, char head) {
    }

    private final List<NodeId> nodes;
    private final Set<NodeId> down = new HashSet<>();
    private final StringBuilder drawing = new StringBuilder();
    private int margin;
    private int width;

    /** @param nodes from left to right */
    SequenceDiagram(List<NodeId> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Draws all events, top down; ends with a line break unless there are no nodes. */
    String draw(List<ScenarioEvent> events) {
        if (nodes.isEmpty()) {
            return "";
        }
        int longestName = nodes.stream().mapToInt(node -> node.value().length()).max().orElseThrow();
        int widestLabel = events.stream().flatMap(event -> arrows(event).stream()).mapToInt(this::widthFor).max().orElse(0);
        margin = longestName / 2;
        width = Math.max(longestName + 2, widestLabel);
        StringBuilder header = new StringBuilder();
        nodes.forEach(node -> put(header, column(node) - node.value().length() / 2, node.value()));
        drawing.append(header).append('\n');
        for (ScenarioEvent event : events) {
            arrows(event).forEach(this::arrow);
            if (event instanceof Incident incident) {
                incident(incident);
            } else {
                outcome(event);
            }
        }
        return drawing.toString();
    }

    private static List<Label> arrows(ScenarioEvent event) {
        if (event instanceof Exchange exchange) {
            return arrows(exchange);
        }
        if (event instanceof AnswerArrived answer) {
            return List.of(new Label(answer.from(), answer.to(),
                    Texts.answer(answer.phase(), answer.verdict(), answer.ballot()), ARRIVES));
        }
        Incident incident = (Incident) event;
        if (incident.kind() != Kind.HELD && incident.kind() != Kind.LOST) {
            return List.of();
        }
        return List.of(new Label(Objects.requireNonNull(incident.from()), Objects.requireNonNull(incident.to()), incident.what(),
                incident.kind() == Kind.HELD ? HELD : LOST));
    }

    private static List<Label> arrows(Exchange exchange) {
        String answer = exchange.phase() == Phase.PREPARE ? "promise " + Texts.of(exchange.acceptedBefore()) : "accepted";
        if (exchange.verdict() == Verdict.REJ) {
            answer = "nack: " + Texts.of(exchange.promised());
        }
        List<Label> arrows = new ArrayList<>();
        arrows.add(new Label(exchange.from(), exchange.to(),
                Texts.request(exchange.phase(), exchange.ballot(), exchange.value()), ARRIVES));
        arrows.add(new Label(exchange.to(), exchange.from(), answer,
                exchange.fate() == Fate.ARRIVED ? ARRIVES : exchange.fate() == Fate.HELD ? HELD : LOST));
        return arrows;
    }

    /** Room between two columns that its arrow needs. */
    private int widthFor(Label label) {
        int columns = Math.max(1, Math.abs(nodes.indexOf(label.from()) - nodes.indexOf(label.to())));
        return (label.text().length() + 5 + columns - 1) / columns;
    }

    private void arrow(Label label) {
        StringBuilder row = lines();
        int from = column(label.from());
        int to = column(label.to());
        if (from == to) {
            put(row, from + 1, (label.head() == ARRIVES ? "= " : "=" + label.head() + " ") + label.text());
        } else {
            int left = Math.min(from, to) + 1;
            int right = Math.max(from, to);
            put(row, left, "-".repeat(right - left));
            put(row, from < to ? from + 3 : from - 2 - label.text().length(), label.text());
            char head = label.head() == ARRIVES && to < from ? '<' : label.head();
            put(row, to < from ? left : right - 1, String.valueOf(head));
        }
        append(row);
    }

    private void incident(Incident incident) {
        NodeId node = incident.from();
        if (node == null || incident.kind() == Kind.HELD || incident.kind() == Kind.LOST) {
            return;
        }
        if (incident.kind() == Kind.RESTARTED) {
            down.remove(node);
        }
        note(node, incident.kind() == Kind.CRASHED ? 'X' : incident.kind() == Kind.REFUSED ? '!' : '*', incident.what());
        if (incident.kind() == Kind.CRASHED) {
            down.add(node);
        }
    }

    /** What a proposer may conclude. */
    private void outcome(ScenarioEvent event) {
        Count count = event instanceof Exchange exchange ? exchange.count() : ((AnswerArrived) event).count();
        NodeId proposer = event instanceof Exchange exchange ? exchange.from() : ((AnswerArrived) event).to();
        if (count == null) {
            return;
        }
        switch (count.why()) {
            case FREE_CHOICE -> note(proposer, '*', proposer + " is free to propose its own value");
            case BOUND_BY_VOTE, BOUND_BY_CHOICE -> note(proposer, '*', proposer + " must propose "
                    + Objects.requireNonNull(count.highestReported()).value());
            case CHOSEN -> note(proposer, '*', proposer + " knows: " + count.choice() + " is chosen");
            default -> {}
        }
    }

    private void note(NodeId node, char mark, String text) {
        StringBuilder row = lines();
        put(row, column(node), mark + " " + text + " ");
        append(row);
    }

    private StringBuilder lines() {
        StringBuilder row = new StringBuilder();
        nodes.stream().filter(node -> !down.contains(node)).forEach(node -> put(row, column(node), "|"));
        return row;
    }

    private void append(StringBuilder row) {
        drawing.append(row.toString().stripTrailing()).append('\n');
    }

    private int column(NodeId node) {
        return margin + nodes.indexOf(node) * width;
    }

    private static void put(StringBuilder row, int at, String text) {
        while (row.length() < at + text.length()) {
            row.append(' ');
        }
        row.replace(at, at + text.length(), text);
    }
}
