package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.ValueOf;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.message.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the commands of a {@link LogStory} on a {@link ScriptedCluster}, and says what follows: messages that left, calls
 * that ended, and each node that is not as it was before. Whatever the text expects, no two nodes may know different values
 * chosen in a slot, at any time of the story.
 *
 * <pre>
 * nodes amy ben cal [unfounded] [quorum P A]   the cluster; amy=3 has a weight; quorums other than majorities
 * tick N [n]             n ticks pass on a node (1 if not said), and nothing is delivered
 * campaign N             time passes on a node until it begins a campaign, and nothing is delivered
 * elect N                that, and all is delivered, and a tick passes on all nodes
 * pass [n]               ticks pass on all nodes, and all is delivered after each
 * time-out N n           from now on the node draws election time-outs of n ticks, 5 to 10; 10 if this is never said
 * hand-over N -> M       the leader is asked to hand over
 * propose N append V     a caller wants a command executed; or: put K V, decide NAME V; at the end "as KEY", an idempotency key
 * read N K [locally]     a caller reads a key
 * deliver all            delivers everything not held back, and all that follows from it
 * deliver N -> M... [kind]  delivers what is on its way from one to another, held back or not, and nothing else
 * drop N -> M... [kind]     what is on its way gets lost
 * double N -> M... [kind]   what is on its way arrives now, and once more when it is delivered
 * hold N -> M...         messages stay on their way until "release"
 * cut N -> M...          from now on messages get lost; "cut N - M..." both ways, "isolate N" all of them
 * heal                   ends all cuts
 * crash N, restart N, wipe N    a process ends, starts from its disk, or starts from an empty disk
 * slow disk N, fast disk N, write N, write fails N    when writes become durable, or that one fails
 * show                   all nodes, changed or not
 * quietly COMMAND        the same, told without its messages
 * </pre>
 */
final class LogStoryStage {

    private final SentMessages sent = new SentMessages();
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final Map<Integer, NodeView> before = new TreeMap<>();
    private final Map<Long, String> open = new TreeMap<>();
    private final Map<Long, Entry> chosen = new HashMap<>();
    private @Nullable ScriptedCluster started;

    List<String> carryOut(String command) {
        boolean quietly = command.startsWith("quietly ");
        List<String> words = Arrays.asList((quietly ? command.substring("quietly ".length()) : command).split(" "));
        List<String> lines = new ArrayList<>();
        if (words.get(0).equals("nodes")) {
            begin(words.subList(1, words.size()));
        } else {
            act(words, lines);
        }
        lines.addAll(sent.takeLines());
        if (quietly) {
            lines.clear();
        }
        open.entrySet().removeIf(call -> {
            Outcome outcome = cluster().outcome(call.getKey());
            if (outcome != null) {
                lines.add(call.getValue() + ": " + StoryTexts.outcome(outcome));
            }
            return outcome != null;
        });
        tellChanges(words.get(0).equals("show"), lines);
        return lines;
    }

    private void begin(List<String> words) {
        TreeMap<NodeId, Integer> weights = new TreeMap<>();
        QuorumSizes quorums = null;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("quorum")) {
                quorums = new QuorumSizes(Integer.parseInt(words.get(i + 1)), Integer.parseInt(words.get(i + 2)));
                i += 2;
            } else if (!words.get(i).equals("unfounded")) {
                String[] weighted = words.get(i).split("=");
                weights.put(NodeId.of(weighted[0]), weighted.length == 1 ? 1 : Integer.parseInt(weighted[1]));
            }
        }
        int total = weights.values().stream().mapToInt(weight -> weight).sum();
        FoundingPlan plan = new FoundingPlan("test", weights, quorums == null ? QuorumSizes.majority(total) : quorums);
        started = words.contains("unfounded") ? ScriptedCluster.unfounded(plan) : ScriptedCluster.founded(plan);
        plan.nodes().forEach(node -> numbers.put(node.toString(), numbers.size() + 1));
        for (int from : numbers.values()) {
            numbers.values().forEach(to -> started.waiting(from, to).forEach(envelope -> sent.add(envelope, false)));
        }
        started.witness(sent::add);
    }

    private void act(List<String> words, List<String> lines) {
        ScriptedCluster cluster = cluster();
        String name = words.get(0);
        switch (name) {
            case "pass" -> cluster.pass(count(words, 1));
            case "heal" -> cluster.heal();
            case "release" -> cluster.releaseAll();
            case "show" -> open.forEach((call, what) -> lines.add(what + ": not answered yet"));
            case "deliver", "drop", "double" -> {
                if (words.get(1).equals("all")) {
                    cluster.deliverAll();
                } else {
                    receivers(words).forEach(to -> onItsWay(words, to, lines));
                }
            }
            case "hold" -> receivers(words).forEach(to -> cluster.hold(number(words, 1), number(to)));
            case "cut" -> {
                for (String to : receivers(words)) {
                    cluster.cutOneWay(number(words, 1), number(to));
                    if (words.get(2).equals("-")) {
                        cluster.cutOneWay(number(to), number(words, 1));
                    }
                }
            }
            case "isolate" -> cluster.isolate(number(words, 1));
            case "propose" -> open.put(cluster.propose(up(words, 1), command(words)), "call of " + rest(words, 1));
            case "read" -> {
                ValueOf query = new ValueOf(words.get(2));
                boolean local = words.size() > 3 && words.get(3).equals("locally");
                long call = local ? cluster.readLocally(up(words, 1), query) : cluster.read(up(words, 1), query);
                open.put(call, "read of " + rest(words, 1));
            }
            default -> onNode(words);
        }
    }

    private void onNode(List<String> words) {
        switch (words.get(0)) {
            case "tick" -> cluster().tick(up(words, 1), count(words, 2));
            case "campaign" -> campaign(up(words, 1));
            case "elect" -> {
                campaign(up(words, 1));
                cluster().deliverAll();
                cluster().pass(1);
                if (!cluster().at(up(words, 1)).status().serving()) {
                    throw new IllegalStateException(words.get(1) + " does not lead now; 'campaign' is for what may fail");
                }
            }
            case "time-out" -> cluster().at(number(words, 1)).drawsTimeOut(count(words, 2));
            case "hand-over" -> cluster().at(up(words, 1)).input(new Input.TransferLeadership(NodeId.of(words.get(3))));
            case "crash" -> cluster().at(up(words, 1)).crash();
            case "restart" -> cluster().at(number(words, 1)).restart();
            case "wipe" -> cluster().at(number(words, 1)).wipeAndRestart();
            case "slow" -> cluster().at(up(words, 2)).slowDisk();
            case "fast" -> cluster().at(up(words, 2)).fastDisk();
            case "write" -> {
                if (words.get(1).equals("fails")) {
                    cluster().at(up(words, 2)).failWrite();
                } else {
                    cluster().at(up(words, 1)).write();
                }
            }
            default -> throw new IllegalArgumentException("no such command: " + String.join(" ", words));
        }
    }

    /** Ticks until a poll begins; whatever the node hears of later was not there before. */
    private void campaign(int number) {
        ScriptedNode node = cluster().at(number);
        long polls = polls(node);
        for (int i = 0; i < ScriptedCluster.TIME_OUT; i++) {
            node.tick(1);
            if (polls(node) > polls) {
                return;
            }
        }
        throw new IllegalArgumentException("no campaign within " + ScriptedCluster.TIME_OUT + " ticks");
    }

    private static long polls(ScriptedNode node) {
        return node.events(Event.RoleChanged.class).stream().filter(event -> event.role().equals("poller")).count();
    }

    private void onItsWay(List<String> words, String to, List<String> lines) {
        String kind = numbers.containsKey(words.get(words.size() - 1)) ? "" : words.get(words.size() - 1);
        List<Envelope> those = cluster().waiting(number(words, 1), number(to)).stream()
                .filter(envelope -> kind.isEmpty() || MessageText.kind(envelope).equals(kind)).toList();
        if (those.isEmpty()) {
            throw new IllegalArgumentException("nothing like this is on its way to " + to);
        }
        for (Envelope envelope : those) {
            if (!words.get(0).equals("double")) {
                cluster().take(envelope);
            }
            boolean arrives = !words.get(0).equals("drop") && cluster().at(number(to)).isUp();
            lines.add(to + (arrives ? " gets \"" : " does not get \"") + MessageText.of(envelope) + "\" from " + words.get(1));
            if (arrives) {
                cluster().at(number(to)).input(new Input.Received(envelope));
            }
        }
    }

    /** The nodes named after the arrow. */
    private List<String> receivers(List<String> words) {
        return words.subList(3, words.size()).stream().filter(numbers::containsKey).toList();
    }

    private void tellChanges(boolean all, List<String> lines) {
        numbers.forEach((name, number) -> {
            NodeView now = NodeView.of(cluster().at(number));
            NodeView last = before.put(number, now);
            String text = all || last == null ? now.all() : now.changesSince(last);
            if (!text.isEmpty()) {
                lines.add(name + ": " + text);
            }
            long slot = 1;
            for (Entry entry : now.chosen()) {
                Entry known = chosen.putIfAbsent(slot, entry);
                if (known != null && !known.equals(entry)) {
                    throw new AssertionError(name + " knows " + StoryTexts.value(entry) + " chosen in slot " + slot
                            + ", where " + StoryTexts.value(known) + " was known to be");
                }
                slot++;
            }
        });
    }

    private static Command command(List<String> words) {
        Operation operation = switch (words.get(2)) {
            case "append" -> new Append("list", Bytes.utf8(words.get(3)));
            case "put" -> new Put(words.get(3), Bytes.utf8(words.get(4)));
            case "decide" -> new Decide(words.get(3), Bytes.utf8(words.get(4)));
            default -> throw new IllegalArgumentException("no such operation: " + words.get(2));
        };
        int as = words.indexOf("as");
        return as < 0 ? Commands.command(operation) : Commands.under(words.get(as + 1), operation);
    }

    private ScriptedCluster cluster() {
        return Objects.requireNonNull(started, "a story begins with its nodes");
    }

    private int number(List<String> words, int index) {
        return number(words.get(index));
    }

    private int number(String name) {
        return Objects.requireNonNull(numbers.get(name), "no node has this name: " + name);
    }

    /** A node that is not down. */
    private int up(List<String> words, int index) {
        int number = number(words, index);
        if (!cluster().at(number).isUp()) {
            throw new IllegalArgumentException(words.get(index) + " is down");
        }
        return number;
    }

    private static int count(List<String> words, int index) {
        return words.size() > index ? Integer.parseInt(words.get(index)) : 1;
    }

    private static String rest(List<String> words, int from) {
        return String.join(" ", words.subList(from, words.size()));
    }
}
