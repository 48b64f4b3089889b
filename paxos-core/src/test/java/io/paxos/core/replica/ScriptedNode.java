package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link ScriptedCluster}: the replica, its disk, and what its driver does with {@link Effects}. Writes
 * are durable at once, or, with a {@linkplain #slowDisk() slow disk}, when the script says so.
 */
final class ScriptedNode {

    /** A write that is not durable yet, with the messages that wait for it. */
    private record Unwritten(AcceptorWrite write, List<Envelope> waiting) {
    }

    private final ScriptedCluster cluster;
    private final NodeId id;
    private final Binding founding;
    private final Supplier<StateMachine> machines;
    private StorageId storage;
    private int starts;
    private int timeOut = Integer.MAX_VALUE;
    private boolean slowDisk;
    private @Nullable Replica replica;
    private StateMachine machine;
    private List<AcceptorWrite> disk = new ArrayList<>();
    private final Deque<Unwritten> unwritten = new ArrayDeque<>();
    private final Deque<Envelope> toItself = new ArrayDeque<>();
    private final List<Applied> applied = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    ScriptedNode(ScriptedCluster cluster, NodeId id, StorageId storage, Binding founding, Supplier<StateMachine> machines) {
        this.cluster = cluster;
        this.id = id;
        this.storage = storage;
        this.founding = founding;
        this.machines = machines;
        this.machine = machines.get();
    }

    // --- life and death

    /** The process starts from what is durable. */
    void start() {
        replica = new Replica(setup());
        applied.clear();
        events.clear();
        input(new Input.Start());
    }

    ReplicaSetup setup() {
        machine = machines.get();
        return new ReplicaSetup(id, "default", cluster.plan(), cluster.options(), durable(), machine,
                new LongestWait(31 * id.hashCode() + ++starts), RoleFactory.STANDARD);
    }

    /** The process ends without a word: whatever was not durable is gone. */
    void crash() {
        replica = null;
        unwritten.clear();
        toItself.clear();
    }

    void restart() {
        crash();
        start();
    }

    /** The process ends, the data directory is lost, and the node starts with an empty store. */
    void wipeAndRestart() {
        crash();
        disk = new ArrayList<>();
        storage = new StorageId(8, starts);
        start();
    }

    boolean isUp() {
        return replica != null;
    }

    /** How often the process has started. */
    int starts() {
        return starts;
    }

    /** From the next draw on, the election time-out is so many ticks, as far as chance allows. */
    void drawsTimeOut(int ticks) {
        timeOut = ticks;
    }

    // --- the disk

    /** From now on writes are durable only when the script says so. */
    void slowDisk() {
        slowDisk = true;
    }

    /** All writes asked for so far become durable, and what waited for them leaves. */
    void write() {
        while (!unwritten.isEmpty()) {
            writeNext();
        }
        act();
    }

    /** What waits is written, and so is everything from now on. */
    void fastDisk() {
        slowDisk = false;
        write();
    }

    /** A write fails. */
    void failWrite() {
        unwritten.clear();
        input(new Input.WriteFailed("disk full"));
    }

    private void writeNext() {
        Unwritten next = unwritten.removeFirst();
        disk.add(next.write());
        step(new Input.Written(next.write().id()));
        next.waiting().forEach(this::route);
    }

    /** What was asked for and is not durable yet, in order. */
    List<AcceptorWrite> unwritten() {
        return unwritten.stream().map(Unwritten::write).toList();
    }

    /** What a start would find. */
    DurableState durable() {
        DurableStateBuilder builder = new DurableStateBuilder(storage);
        if (storage.high() == 7) { // the store that the cluster began with
            builder.meta(new Meta(Meta.INITIAL.promised(), 0, founding));
        }
        disk.forEach(builder::add);
        return builder.build();
    }

    // --- what happens

    /** One input, then the drained inbox, as the driver does it; and all that the node has to say to itself. */
    void input(Input input) {
        if (replica != null) {
            step(input);
            act();
        }
    }

    /** Time passes here. */
    void tick(int ticks) {
        for (int i = 0; i < ticks; i++) {
            input(new Input.Tick());
        }
    }

    /** The inbox is empty. */
    void act() {
        if (replica == null) {
            return;
        }
        do {
            drainToItself();
            step(new Input.InboxDrained());
        } while (!toItself.isEmpty());
    }

    /** A message comes in as if from that node and store, with this in its header. */
    void receives(Header header, Message message) {
        input(new Input.Received(new Envelope(header, id, message)));
    }

    /** What it answers at once to a message, which goes no further. */
    <M extends Message> M answerTo(Header header, Message question, Class<M> kind) {
        return replica().step(new Input.Received(new Envelope(header, id, question))).free().stream()
                .map(Envelope::message).filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }

    private void drainToItself() {
        while (!toItself.isEmpty()) {
            step(new Input.Received(toItself.removeFirst()));
        }
    }

    private void step(Input input) {
        if (replica == null) {
            return;
        }
        Effects effects = replica.step(input);
        AcceptorWrite write = effects.write();
        if (write != null) {
            unwritten.addLast(new Unwritten(write, new ArrayList<>()));
        }
        effects.free().forEach(this::route);
        if (unwritten.isEmpty()) {
            effects.afterWrites().forEach(this::route);
        } else {
            unwritten.getLast().waiting().addAll(effects.afterWrites());
        }
        applied.addAll(effects.applied());
        events.addAll(effects.events());
        effects.replies().forEach(cluster::ended);
        while (!slowDisk && !unwritten.isEmpty()) {
            writeNext();
        }
    }

    private void route(Envelope envelope) {
        if (envelope.to().equals(id)) {
            toItself.addLast(envelope);
        } else {
            cluster.send(envelope);
        }
    }

    // --- what there is to see

    ReplicaStatus status() {
        return replica().status();
    }

    /** The header that this node would write now. */
    Header header() {
        return new Header(Objects.requireNonNull(durable().meta().binding().founders()).clusterId("test"),
                "default", 0, id, storage, status().promised());
    }

    StateMachine machine() {
        return machine;
    }

    List<Applied> applied() {
        return List.copyOf(applied);
    }

    /** The bodies of the commands applied since the start, in order. */
    List<String> appliedCommands() {
        return applied.stream().map(Applied::entry).filter(Command.class::isInstance).map(Commands::textOf).toList();
    }

    /** The values known chosen, from slot 1 on; no-ops as "-". */
    List<String> chosen() {
        List<Entry> entries = replica().chosen().page(1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        return entries.stream().map(Commands::textOf).toList();
    }

    <T extends Event> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What is durable of the promise. */
    Meta durableMeta() {
        return durable().meta();
    }

    Replica replica() {
        if (replica == null) {
            throw new IllegalStateException(id + " is down");
        }
        return replica;
    }

    /** Draws the longest time-out unless the script wants another, and everything else from a seed. */
    private final class LongestWait implements RandomGenerator {
        private final Random random;

        LongestWait(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return Math.max(0, Math.min(bound - 1, timeOut - cluster.options().electionTicks()));
        }
    }
}
