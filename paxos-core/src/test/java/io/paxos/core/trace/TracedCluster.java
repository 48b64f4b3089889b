package io.paxos.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Founded replicas of production, each below a {@link StepTracer}, whose ticks and messages are lines of a script; disks write at
 * once. What the script does not deliver is lost. The story is what the script says, with the trace of each node below it.
 */
final class TracedCluster {

    /** A heartbeat each tick, least election time-out 5, batches of at most 4. */
    private static final ReplicaOptions OPTIONS = new ReplicaOptions(1, 5, 100, 100, 3, 2, 4, 4096, 8, 100, 1 << 20, 1024,
            AnswerLimits.DEFAULTS);
    private static final int TIME_OUT = 10;
    private static final int LEADER_FORGOTTEN = 5;

    private final Map<NodeId, Node> nodes = new TreeMap<>();
    private final List<Envelope> underWay = new ArrayList<>();
    private final List<TraceEvent> events = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private long commands;
    private boolean failing;

    TracedCluster(String title, String... names) {
        story.append("# ").append(title).append('\n');
        FoundingPlan plan = FoundingPlan.majority("test", List.of(names).stream().map(NodeId::of).toList());
        Map<NodeId, StorageId> stores = new TreeMap<>();
        plan.nodes().forEach(node -> stores.put(node, new StorageId(7, stores.size() + 1)));
        Binding founded = new Binding(plan.foundersWith(stores), true);
        plan.nodes().forEach(node -> nodes.put(node, new Node(node, plan, new DurableStateBuilder(stores.get(node))
                .meta(new Meta(Meta.INITIAL.promised(), 0, founded)))));
        nodes.values().forEach(node -> node.input(new Input.Start()));
    }

    /** One node with its disk. */
    private final class Node {
        private final NodeId id;
        private final Replica replica;
        private final StepTracer tracer;
        private final Deque<Envelope> toItself = new ArrayDeque<>();

        Node(NodeId id, FoundingPlan plan, DurableStateBuilder disk) {
            this.id = id;
            this.replica = new Replica(new ReplicaSetup(id, "default", plan, OPTIONS, disk.build(), new ReplicatedState(),
                    new LongestWait(), RoleFactory.STANDARD));
            this.tracer = new StepTracer(replica, this::traced);
        }

        private void traced(TraceEvent event) {
            if (failing) {
                throw new IllegalStateException("for a test");
            }
            events.add(event);
            story.append("  ").append(id).append(": ").append(event.line()).append('\n');
        }

        void step(Input input) {
            Effects effects = tracer.step(input);
            effects.free().forEach(this::route);
            if (effects.write() != null) {
                step(new Input.Written(effects.write().id()));
            }
            effects.afterWrites().forEach(this::route);
        }

        private void route(Envelope envelope) {
            if (envelope.to().equals(id)) {
                toItself.addLast(envelope);
            } else {
                underWay.add(envelope);
            }
        }

        void input(Input input) {
            step(input);
            drain();
        }

        void drain() {
            do {
                while (!toItself.isEmpty()) {
                    step(new Input.Received(toItself.removeFirst()));
                }
                step(new Input.InboxDrained());
            } while (!toItself.isEmpty());
        }
    }

    // --- the script

    /** A line of the story. */
    void says(String sentence) {
        story.append("\n# ").append(sentence).append('\n');
    }

    /** The node's time-out passes, and these others, which hear no leader any more, let it campaign. */
    void campaign(String node, String... others) {
        says(node + " campaigns, and hears of " + String.join(" and ", others));
        List.of(others).forEach(other -> tick(other, LEADER_FORGOTTEN));
        tick(node, TIME_OUT);
        for (String other : others) {
            deliver(Poll.class, node, other);
            deliver(PollAnswer.class, other, node);
        }
        assertThat(roleOf(node)).isEqualTo("candidate");
    }

    /** The candidate asks these in turn; when the last has answered, it leads, and proposes what it must and then the value. */
    void winAndPropose(String node, String value, String... others) {
        for (String other : others) {
            says(node + " asks " + other + " for a promise");
            deliver(Prepare.class, node, other);
            if (!other.equals(others[others.length - 1])) {
                deliver(Promise.class, other, node);
            }
        }
        at(node).step(new Input.Received(take(Promise.class, others[others.length - 1], node)));
        assertThat(roleOf(node)).isEqualTo("leader");
        Command command = new Command(new ClientSequence(new ClientId(1, ++commands), 1), 1, 0,
                OperationCodec.encode(new Append("log", Bytes.utf8(value))));
        at(node).input(new Input.Propose(commands, command));
    }

    /** The request reaches the acceptor, and its answer the proposer. */
    void exchange(Class<? extends Message> request, Class<? extends Message> answer, String proposer, String acceptor) {
        says(proposer + " sends its " + request.getSimpleName() + " to " + acceptor);
        deliver(request, proposer, acceptor);
        deliver(answer, acceptor, proposer);
    }

    /** The last message of this kind that was sent on this link arrives. */
    void deliver(Class<? extends Message> kind, String from, String to) {
        at(to).input(new Input.Received(take(kind, from, to)));
    }

    /** The last message of this kind that was sent on this link; it stays there, and may arrive again. */
    Envelope take(Class<? extends Message> kind, String from, String to) {
        return underWay.stream().filter(envelope -> kind.isInstance(envelope.message())
                && envelope.header().from().value().equals(from) && envelope.to().value().equals(to))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " from " + from + " to " + to + ":\n"
                        + story));
    }

    /** Time passes on one node. */
    void tick(String node, int ticks) {
        for (int i = 0; i < ticks; i++) {
            at(node).input(new Input.Tick());
        }
    }

    /** Something comes in. */
    void input(String node, Input input) {
        at(node).input(input);
    }

    /** From now on, whoever takes the events throws. */
    void failOnEvents() {
        failing = true;
    }

    // --- what there is to see

    String roleOf(String node) {
        return at(node).replica.status().role();
    }

    /** The values that the node knows chosen, from slot 1 on; no-ops as "-". */
    List<String> chosen(String node) {
        return at(node).replica.chosen().page(1, Integer.MAX_VALUE, Integer.MAX_VALUE).stream()
                .map(TracedCluster::textOf).toList();
    }

    /** All events, of all nodes, in order. */
    List<TraceEvent> events() {
        return List.copyOf(events);
    }

    String story() {
        return story.toString();
    }

    private static String textOf(Entry entry) {
        return entry instanceof Command command ? ((Append) OperationCodec.decode(command.body())).value().utf8() : "-";
    }

    private Node at(String node) {
        return nodes.get(NodeId.of(node));
    }

    /** Draws the longest time-out. */
    private static final class LongestWait implements RandomGenerator {
        private final Random random = new Random(1);

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }
    }
}
