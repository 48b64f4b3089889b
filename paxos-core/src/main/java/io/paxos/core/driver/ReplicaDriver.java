package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableState;
import io.paxos.core.machine.Query;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one replica: one thread for the protocol, one for its store. Safe for use by many threads; no method but
 * {@link #start} and {@link #stop} waits for anything.
 *
 * <p>It can be started again after it was stopped, and then begins anew from what its store holds.
 */
public final class ReplicaDriver {

    private static final Logger log = LoggerFactory.getLogger(ReplicaDriver.class);

    /** A longer time-out means this one, so that nanoseconds do not overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** From a start to a stop. */
    private record Life(Inbox inbox, ReplicaLoop loop, QuietThread protocol, StoreThread store) {
    }

    private final NodeId self;
    private final AcceptorStore store;
    private final Transport transport;
    private final Function<DurableState, Replica> replicas;
    private final Supplier<List<ReplicaListener>> listeners;
    private final DriverOptions options;
    private final Object starting = new Object();
    private @Nullable StoreThread lastStore;
    private @Nullable QuietThread lastProtocol;
    private volatile @Nullable Life life;
    private volatile boolean takesCalls;
    private volatile Outcome.NotExecuted closed;

    /**
     * @param self the node to run
     * @param store its store, closed
     * @param replicas makes the replica of a store's content, with an empty state machine; at each start
     * @param listeners told what happens, in this order; asked for at each start, so that a listener may itself need the driver
     */
    public ReplicaDriver(NodeId self, AcceptorStore store, Transport transport, Function<DurableState, Replica> replicas,
            Supplier<List<ReplicaListener>> listeners, DriverOptions options) {
        this.self = self;
        this.store = store;
        this.transport = transport;
        this.replicas = replicas;
        this.listeners = listeners;
        this.options = options;
        this.closed = new Outcome.NotExecuted(Reason.NOT_STARTED, self + " has not started");
    }

    /**
     * Opens the store and begins to take part. Waits for the disk, and for nothing else: no peer, no leader, no founding. Does
     * nothing if it runs.
     *
     * @throws StoreException if the store cannot be trusted or is in use, or a thread of the last life still hangs in it; nothing
     *     has begun then
     * @throws io.paxos.core.founding.FoundedDifferentlyException if the store was founded otherwise than configured; nothing
     *     has begun then
     */
    public void start() {
        synchronized (starting) {
            if (life != null) {
                return;
            }
            if (lastStore != null && lastStore.isAlive() || lastProtocol != null && lastProtocol.isAlive()) {
                throw new StoreException("the store or the protocol of " + self + " hangs since the last stop", null);
            }
            StoreThread storeThread = new StoreThread(self, store);
            lastStore = storeThread;
            DurableState durable = storeThread.open();
            try {
                List<ReplicaListener> all = new ArrayList<>(List.of(new EventLog(self)));
                all.addAll(listeners.get());
                Inbox inbox = new Inbox(options);
                ReplicaLoop loop = new ReplicaLoop(self, replicas.apply(durable), inbox, storeThread, transport, all, options);
                QuietThread protocol = new QuietThread(self, "protocol", loop);
                protocol.start();
                lastProtocol = protocol;
                life = new Life(inbox, loop, protocol, storeThread);
                takesCalls = true;
            } catch (RuntimeException | Error e) {
                storeThread.close(options.patience());
                throw e;
            }
        }
    }

    /**
     * Takes no more calls, waits for the answers to those under way, ends what is left with what is certain, and closes the store
     * last. Each of these takes no longer than the options say. A leader should {@linkplain #transferLeadership hand over}
     * before, or the others miss it until their time-outs. Does nothing if it does not run.
     */
    public void stop() {
        synchronized (starting) {
            Life ending = life;
            if (ending == null) {
                return;
            }
            closed = new Outcome.NotExecuted(Reason.SHUTTING_DOWN, self + " is shutting down or has stopped");
            takesCalls = false;
            ending.inbox().put(turn -> turn.end(options.patience()));
            if (!ending.protocol().awaitEnd(options.patience().multipliedBy(2))) {
                ending.loop().abandon();
                ending.inbox().close().forEach(Inbox.Item::discard);
                log.warn("the protocol of {} did not end within {}", self, options.patience().multipliedBy(2));
            }
            if (!ending.store().close(options.patience())) {
                log.warn("the store of {} was not closed within {}: its disk hangs", self, options.patience());
            }
            life = null;
        }
    }

    /** Whether it was started and not stopped. A node that is fenced still runs. */
    public boolean isRunning() {
        return life != null;
    }

    /**
     * Proposes a command, here or at the leader. While no leader is known, as in the first moments after the start, the call is
     * refused at once; see {@link ReplicaStatus#leader()}.
     *
     * @param command its body must be an operation that the state machine of every node can decode; nothing checks that before
     *     it is in the log, and a node stops applying where it cannot
     * @param timeout from now on; when it has passed the call ends with what is certain by then
     * @param whenEnded told the one outcome, soon and exactly once: on the thread of the protocol, which it must not hold up,
     *     or, if the call is refused at once, on the caller's
     */
    public void propose(Command command, Duration timeout, Consumer<Outcome> whenEnded) {
        begin(call -> new Input.Propose(call, command), false, command.sizeInBytes(), timeout, whenEnded);
    }

    /**
     * Reads the replicated state.
     *
     * @param local whether what this node has applied is enough, however old (rule R2); else the answer is linearizable
     * @param timeout as for {@link #propose}
     * @param whenEnded as for {@link #propose}
     */
    public void read(Query query, boolean local, Duration timeout, Consumer<Outcome> whenEnded) {
        begin(call -> new Input.Read(call, query, local), true, 0, timeout, whenEnded);
    }

    /**
     * Takes messages that a peer has sent to this node. Those of the {@linkplain Lane#CONTROL control lane}, if they come without
     * others, have room of their own.
     *
     * @param bytes their size on the way
     * @return false if they are lost, because the node does not run or too much waits
     */
    public boolean receive(List<Envelope> messages, long bytes) {
        Life now = life;
        if (now == null) {
            return false;
        }
        List<Envelope> taken = List.copyOf(messages);
        Inbox.Item item = turn -> taken.forEach(message -> turn.step(new Input.Received(message)));
        boolean urgent = taken.stream().allMatch(message -> message.message().lane() == Lane.CONTROL);
        return urgent ? now.inbox().offerUrgentMessages(item, taken.size()) : now.inbox().offerMessages(item, bytes);
    }

    /**
     * Hands the leadership over, if this node leads and has lately heard a quorum; returns at once. Calls under way are answered
     * first; those that come meanwhile wait, and end with {@link Reason#NO_LEADER} when this node leads no more.
     *
     * @param target who shall take over; null for whoever knows most
     * @param whenEnded told exactly once, when this node does not lead (any more), or the handover was refused or given up, which
     *     it is after an election time-out: on the thread of the protocol, which it must not hold up, or on the caller's
     */
    public void transferLeadership(@Nullable NodeId target, Runnable whenEnded) {
        Life now = life;
        // bounded like a call; one that finds the inbox full is as lost as one that comes too late
        if (now == null || !now.inbox().offerCall(new HandoverItem(target, whenEnded), 0)) {
            whenEnded.run();
        }
    }

    /** How the node stands, at most about a tick ago; null while it does not run. */
    public @Nullable ReplicaStatus status() {
        Life now = life;
        return now == null ? null : now.loop().status();
    }

    /**
     * How long ago the thread of the protocol last came round; it does so at every tick. Much more than that means that it
     * hangs (PITFALLS 77). Zero while the node does not run.
     */
    public Duration sinceLastTurn() {
        Life now = life;
        return now == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - now.loop().lastTurn());
    }

    private void begin(LongFunction<Input> input, boolean reads, long bytes, Duration timeout, Consumer<Outcome> whenEnded) {
        long nanos = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
        OpenCalls.Call call = new OpenCalls.Call(input, reads, System.nanoTime() + nanos, whenEnded);
        Life now = life;
        if (now == null || !takesCalls) {
            call.end(closed);
        } else if (nanos <= 0) {
            call.end(new Outcome.NotExecuted(Reason.DEADLINE, "the deadline had come before the call was taken up on " + self));
        } else if (bytes > options.callBytes()) {
            call.end(new Outcome.NotExecuted(Reason.VALUE_TOO_LARGE, "the command has " + bytes + " bytes, and all that wait on "
                    + self + " together may have " + options.callBytes()));
        } else if (!now.inbox().offerCall(new CallItem(call), bytes)) {
            String fenced = now.loop().status().fenced();
            call.end(!takesCalls ? closed : fenced != null ? new Outcome.NotExecuted(Reason.FENCED, fenced)
                    : new Outcome.NotExecuted(Reason.OVERLOADED, "too many calls wait on " + self));
        }
    }

    private record HandoverItem(@Nullable NodeId target, Runnable whenEnded) implements Inbox.Item {

        @Override
        public void actIn(Turn turn) {
            turn.handOver(target, whenEnded);
        }

        @Override
        public void discard() {
            whenEnded.run();
        }
    }

    /** A call that waits to be taken up. */
    private final class CallItem implements Inbox.Item {

        private final OpenCalls.Call call;

        CallItem(OpenCalls.Call call) {
            this.call = call;
        }

        @Override
        public void actIn(Turn turn) {
            turn.begin(call);
        }

        @Override
        public void discard() {
            Life now = life;
            String fenced = now == null ? null : now.loop().status().fenced();
            call.end(fenced == null ? closed : new Outcome.NotExecuted(Reason.FENCED, fenced));
        }
    }
}
