package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableState;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.RoleFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A driver with all that it needs: what is not said otherwise before the first start is as in production, but faster. */
final class TestNode implements ReplicaListener {

    /** Elections take 100 to 200 ms; stopping waits long enough for a slow machine. */
    static final DriverOptions OPTIONS =
            new DriverOptions(Duration.ofMillis(2), 10_000, 1 << 25, 1 << 26, Duration.ofSeconds(Await.SECONDS));
    /** A deadline that no test reaches. */
    static final Duration LONG = Duration.ofMinutes(5);

    private final NodeId id;
    private final FoundingPlan plan;
    private final MemoryStore store;
    private final List<ReplicaListener> listeners = new ArrayList<>(List.of(this));
    private final List<Applied> applied = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Thread> toldBy = new CopyOnWriteArrayList<>();
    private Transport transport;
    private DriverOptions options = OPTIONS;
    private ReplicaOptions replicaOptions = ReplicaOptions.DEFAULTS;
    private Supplier<StateMachine> machines = ReplicatedState::new;
    private RoleFactory roles = RoleFactory.STANDARD;
    private @Nullable RandomGenerator random;
    private @Nullable ReplicaDriver driver;
    private int starts;

    TestNode(NodeId id, FoundingPlan plan, MemoryStore store, Transport transport) {
        this.id = id;
        this.plan = plan;
        this.store = store;
        this.transport = transport;
    }

    // --- before the first start

    TestNode with(DriverOptions other) {
        options = other;
        return this;
    }

    /** Stopping waits for so long. */
    TestNode withPatience(Duration patience) {
        return with(new DriverOptions(OPTIONS.tick(), OPTIONS.callCount(), OPTIONS.callBytes(), OPTIONS.messageBytes(),
                patience));
    }

    TestNode with(ReplicaOptions other) {
        replicaOptions = other;
        return this;
    }

    TestNode with(RoleFactory other) {
        roles = other;
        return this;
    }

    TestNode with(RandomGenerator other) {
        random = other;
        return this;
    }

    TestNode with(Transport other) {
        transport = other;
        return this;
    }

    TestNode withMachines(Supplier<StateMachine> other) {
        machines = other;
        return this;
    }

    /** One more listener, told before this node is. */
    TestNode listener(ReplicaListener listener) {
        listeners.add(0, listener);
        return this;
    }

    synchronized ReplicaDriver driver() {
        if (driver == null) {
            driver = new ReplicaDriver(id, store, transport, this::replica, () -> listeners, options);
        }
        return driver;
    }

    private Replica replica(DurableState durable) {
        RandomGenerator source = random == null ? new Random(31L * id.hashCode() + ++starts) : random;
        return new Replica(new ReplicaSetup(id, "default", plan, replicaOptions, durable, machines.get(), source, roles));
    }

    // --- what it does

    TestNode start() {
        driver().start();
        return this;
    }

    /** Starts, and waits until it leads and serves; for a cluster of one. */
    TestNode startServing() {
        start();
        Await.until(id + " serves", () -> status().serving());
        return this;
    }

    void stop() {
        driver().stop();
    }

    /** Proposes with a deadline that is not reached. */
    Ending propose(Command command) {
        return propose(command, LONG);
    }

    Ending propose(Command command, Duration timeout) {
        Ending ending = new Ending();
        driver().propose(command, timeout, ending);
        return ending;
    }

    /** Reads the whole log, linearizably. */
    Ending read() {
        return read(Requests.ALL, LONG);
    }

    Ending read(Query query, Duration timeout) {
        Ending ending = new Ending();
        driver().read(query, false, timeout, ending);
        return ending;
    }

    /** Reads the whole log of this node alone. */
    Ending readLocally() {
        Ending ending = new Ending();
        driver().read(Requests.ALL, true, LONG, ending);
        return ending;
    }

    /** The protocol comes round, with all that was handed in before. */
    void comeRound() {
        Requests.valuesIn(readLocally().get());
    }

    /** The protocol hangs, as long as the turnstile is shut: on the one who waited for a call. */
    void holdUp(Turnstile turnstile) {
        turnstile.shut();
        driver().read(Requests.ALL, true, LONG, outcome -> turnstile.pass());
        turnstile.awaitHeld();
    }

    // --- what there is to see

    NodeId id() {
        return id;
    }

    MemoryStore store() {
        return store;
    }

    /** The status; the node must run. */
    ReplicaStatus status() {
        return Objects.requireNonNull(driver().status(), id + " does not run");
    }

    /** Waits until it says that it is fenced, and gives the reason. */
    String awaitFenced() {
        return Await.found(id + " is fenced", () -> status().fenced());
    }

    /** The slots applied since the node was made, in the order in which they were told. */
    List<Applied> applied() {
        return List.copyOf(applied);
    }

    /** How often the command was applied since the node was made. */
    long timesApplied(Command command) {
        return applied.stream().filter(slot -> command.equals(slot.entry())).count();
    }

    <T extends Event> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The threads on which anything was told. */
    List<Thread> toldBy() {
        return List.copyOf(toldBy);
    }

    /** Its threads that live. */
    List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("paxos-" + id + "-")).toList();
    }

    /** Its threads that live, by name, in order. */
    List<String> threadNames() {
        return threads().stream().map(Thread::getName).sorted().toList();
    }

    @Override
    public void onApplied(Applied slot) {
        toldBy.add(Thread.currentThread());
        applied.add(slot);
    }

    @Override
    public void onEvent(Event event) {
        toldBy.add(Thread.currentThread());
        events.add(event);
    }
}
