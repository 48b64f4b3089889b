package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.EffectsExecutor;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.log.VoteRow;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.Reply;
import io.paxos.core.replica.RoleFactory;
import io.paxos.core.session.AnswerLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One of three founded nodes under exploration: the production replica and executor, and a disk. */
final class ExploredNode implements EffectsExecutor.Outlet {

    static final List<NodeId> NODES = List.of(NodeId.of("a"), NodeId.of("b"), NodeId.of("c"));

    private static final FoundingPlan PLAN = FoundingPlan.majority("explored", NODES);
    private static final Membership FOUNDERS = PLAN.foundersWith(stores());
    private static final ReplicaOptions OPTIONS = new ReplicaOptions(1, 5, 1_000, 1_000, 1_000, 1_000, 1, 1_000, 2, 4, 4_000,
            1_000, AnswerLimits.DEFAULTS);

    /** Draws the longest time-out always, and has no state. */
    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }
    }

    private final int number;
    private final SteppedReplica.Factory factory;
    private final DurableStateBuilder disk;
    private @Nullable AcceptorWrite underWay;
    private SteppedReplica replica;
    private EffectsExecutor executor;
    private final TreeMap<Long, Entry> applied = new TreeMap<>();
    private final TreeSet<String> votes = new TreeSet<>();
    private final Deque<Envelope> toItself = new ArrayDeque<>();
    private List<Envelope> sent = new ArrayList<>();

    ExploredNode(int number, SteppedReplica.Factory factory) {
        this.number = number;
        this.factory = factory;
        disk = new DurableStateBuilder(stores().get(id())).meta(new Meta(Ballot.NONE, 0, new Binding(FOUNDERS, true)));
        start();
    }

    private static Map<NodeId, StorageId> stores() {
        Map<NodeId, StorageId> stores = new LinkedHashMap<>();
        NODES.forEach(node -> stores.put(node, new StorageId(7, stores.size())));
        return stores;
    }

    private NodeId id() {
        return NODES.get(number);
    }

    // --- what can happen

    private void start() {
        executor = new EffectsExecutor(id(), this);
        replica = factory.create(new ReplicaSetup(id(), "default", PLAN, OPTIONS, disk.build(), new ReplicatedState(),
                new Longest(), RoleFactory.STANDARD));
        applied.clear();
        step(new Input.Start());
    }

    /** A message comes in. */
    void receive(Envelope envelope) {
        step(new Input.Received(envelope));
    }

    /** The write under way is durable. */
    void written() {
        long id = commit();
        step(new Input.Written(id));
        executor.written();
        actOnOwn();
    }

    /** The process dies and starts again. */
    void crash(boolean keepsWrite) {
        if (underWay != null && keepsWrite) {
            commit();
        }
        underWay = null;
        toItself.clear();
        start();
    }

    /** It hears no leader for a time-out, and a majority has nothing against another one. */
    void campaign() {
        Poll poll = null;
        for (int ticks = 0; poll == null && ticks < 40; ticks++) {
            int before = sent.size();
            step(new Input.Tick());
            poll = sent.subList(before, sent.size()).stream().map(Envelope::message).filter(Poll.class::isInstance)
                    .map(Poll.class::cast).findFirst().orElse(null);
        }
        if (poll == null) {
            throw new IllegalStateException(id() + " does not campaign: " + replica.status());
        }
        NodeId other = NODES.get((number + 1) % NODES.size());
        Header header = new Header(FOUNDERS.clusterId("explored"), "default", 0, other, stores().get(other), Ballot.NONE);
        receive(new Envelope(header, id(), new PollAnswer(poll.attempt(), true, 0)));
    }

    /** A caller of this node wants a value appended. */
    void propose() {
        Bytes body = OperationCodec.encode(new Append("log", Bytes.copyOf(id().value().getBytes(StandardCharsets.UTF_8))));
        step(new Input.Propose(1, new Command(new ClientSequence(new ClientId(number, 0), 1), 1, 0, body)));
    }

    /** A heartbeat is due. */
    void tick() {
        step(new Input.Tick());
    }

    private long commit() {
        AcceptorWrite done = underWay;
        if (done == null) {
            throw new IllegalStateException("nothing is being written");
        }
        underWay = null;
        disk.add(done);
        for (VoteRow row : done.votes()) {
            for (int i = 0; i < row.entries().size(); i++) {
                votes.add(row.firstSlot() + i + ";" + row.ballot() + "|" + row.entries().get(i));
            }
        }
        return done.id();
    }

    private void step(Input input) {
        Effects.Batch effects = new Effects.Batch();
        effects.add(replica.step(input));
        effects.add(replica.step(new Input.InboxDrained()));
        executor.execute(effects.toEffects());
        actOnOwn();
    }

    /** What it says to itself it hears at once. */
    private void actOnOwn() {
        for (Envelope own = toItself.poll(); own != null; own = toItself.poll()) {
            step(new Input.Received(own));
        }
    }

    // --- what can be seen

    /** What was sent since the last call. */
    List<Envelope> takeSent() {
        List<Envelope> all = sent;
        sent = new ArrayList<>();
        return all;
    }

    boolean isWriting() {
        return underWay != null;
    }

    boolean leads() {
        return replica.status().role().equals("leader");
    }

    boolean serves() {
        return replica.status().serving();
    }

    /** All votes that were ever durable here: {@code slot;ballot|entry}. Entries have texts of their own, as their ids have. */
    TreeSet<String> votes() {
        return votes;
    }

    /** What the present process has applied. */
    Map<Long, Entry> applied() {
        return applied;
    }

    /** All that decides what it does from now on, and what it has voted. */
    String state() {
        return CanonicalForm.of(this);
    }

    // --- where effects go

    @Override
    public void persist(AcceptorWrite write) {
        underWay = write;
    }

    @Override
    public void send(Envelope envelope) {
        sent.add(envelope);
    }

    @Override
    public void sendToSelf(Envelope envelope) {
        toItself.add(envelope);
    }

    @Override
    public void applied(Applied slot) {
        applied.put(slot.slot(), slot.entry());
    }

    @Override
    public void reply(Reply reply) {
        // clients are not explored
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.ApplyHalted halted) {
            throw new InvariantViolation("apply halted on " + id() + ": " + halted);
        }
    }
}
