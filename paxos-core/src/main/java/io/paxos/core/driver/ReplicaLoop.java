package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.message.Envelope;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import io.paxos.core.trace.StepTracer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the protocol. Each turn takes all that has come in, steps the replica through it, and acts on the merged
 * effects once: one write, one batch of messages per peer. The longer a turn takes, the more the next one finds.
 *
 * <p>An error that nobody caught leaves a replica in an unknown state. It then takes no part any more, as after a failed write
 * (PITFALLS 77): nothing is sent, and every call ends.
 */
final class ReplicaLoop implements Runnable, Turn, EffectsExecutor.Outlet {

    private static final Logger log = LoggerFactory.getLogger(ReplicaLoop.class);

    private static final String HALTED = "the protocol has failed";

    private final NodeId self;
    private final Replica replica;
    private final Function<Input, Effects> stepped;
    private final Inbox inbox;
    private final StoreThread store;
    private final Transport transport;
    private final AllListeners listeners;
    private final long tickNanos;

    private final EffectsExecutor executor;
    private final OpenCalls calls = new OpenCalls();
    private final Deque<Inbox.Item> taken = new ArrayDeque<>();
    private final Map<NodeId, List<Envelope>> outgoing = new LinkedHashMap<>();
    private Effects.Batch effects = new Effects.Batch();
    private boolean eventful;
    private final List<Runnable> handovers = new ArrayList<>();
    private boolean storeFailed;
    private boolean ending;
    private long endBy;
    private boolean ended;
    private volatile ReplicaStatus status;
    private volatile long lastTurn = System.nanoTime();
    private volatile @Nullable String halted;
    private volatile boolean abandoned;

    ReplicaLoop(NodeId self, Replica replica, Inbox inbox, StoreThread store, Transport transport,
            List<ReplicaListener> listeners, DriverOptions options) {
        this.self = self;
        this.replica = replica;
        this.inbox = inbox;
        this.store = store;
        this.transport = transport;
        this.listeners = new AllListeners(self, listeners);
        this.stepped = options.traced() ? new StepTracer(replica, this.listeners::onTraced)::step : replica::step;
        this.tickNanos = options.tick().toNanos();
        this.executor = new EffectsExecutor(self, this);
        this.status = replica.status();
    }

    /** How the replica stood at its last tick, or after the last event. From any thread. */
    ReplicaStatus status() {
        String why = halted;
        return why == null ? status : status.fencedFor(why);
    }

    /** Nobody waits for this thread any more: should it wake up, it must not act. From any thread. */
    void abandon() {
        abandoned = true;
    }

    /** When the last turn ended, in {@link System#nanoTime()}. From any thread. */
    long lastTurn() {
        return lastTurn;
    }

    @Override
    public void run() {
        try {
            store.watch(reason -> inbox.put(turn -> turn.writeFailed(reason)));
            step(new Input.Start());
            act();
            long nextTick = System.nanoTime() + tickNanos;
            while (!ended && !abandoned) {
                taken.addAll(inbox.takeAll(taken.isEmpty() ? nextTick - System.nanoTime() : 0));
                while (!taken.isEmpty() && !ended && !abandoned) {
                    taken.removeFirst().actIn(this);
                }
                // PITFALLS 48: after a pause one tick is enough, and what has come in meanwhile was heard before it
                long now = System.nanoTime();
                boolean ticks = now - nextTick >= 0;
                if (ticks) {
                    if (store.isBroken() && !storeFailed) {
                        writeFailed("the thread of the store has failed");
                    }
                    step(new Input.Tick());
                    calls.overdue(now).forEach(call -> step(new Input.Cancel(call)));
                    nextTick = now + tickNanos;
                }
                if (ending && (calls.isEmpty() || now - endBy >= 0)) {
                    ended = true;
                    step(new Input.Stop());
                }
                step(new Input.InboxDrained());
                if (abandoned) {
                    break;
                }
                act();
                tellHandovers();
                if (ticks || eventful) {
                    status = replica.status();
                    eventful = false;
                }
                lastTurn = System.nanoTime();
            }
            leave(Reason.SHUTTING_DOWN, self + " has stopped");
        } catch (Throwable e) {
            halt(e);
        }
    }

    @Override
    public void step(Input input) {
        effects.add(stepped.apply(input));
    }

    @Override
    public void begin(OpenCalls.Call call) {
        step(call.input().apply(calls.begin(call)));
    }

    @Override
    public void written(AcceptorWrite write, Duration took) {
        executor.written();
        step(new Input.Written(write.id()));
        listeners.onWritten(write.voteCount(), took);
    }

    @Override
    public void writeFailed(String reason) {
        storeFailed = true;
        executor.writeFailed();
        step(new Input.WriteFailed(reason));
    }

    @Override
    public void handOver(@Nullable NodeId target, Runnable whenEnded) {
        handovers.add(whenEnded);
        step(new Input.TransferLeadership(target));
    }

    /** Whoever waits for a handover does so until it has come to pass, or was refused or given up. */
    private void tellHandovers() {
        if (!handovers.isEmpty() && !replica.isHandingOver()) {
            endHandovers();
        }
    }

    private void endHandovers() {
        List<Runnable> ended = List.copyOf(handovers);
        handovers.clear();
        for (Runnable whenEnded : ended) {
            try {
                whenEnded.run();
            } catch (Throwable e) {
                // as with calls: others wait behind it
                log.warn("whoever waited for the end of a handover on {} failed to take it", self, e);
            }
        }
    }

    @Override
    public void end(Duration patience) {
        ending = true;
        endBy = System.nanoTime() + patience.toNanos();
    }

    private void act() {
        Effects merged = effects.toEffects();
        effects = new Effects.Batch();
        executor.execute(merged);
        outgoing.forEach(this::transmit);
        outgoing.clear();
    }

    private void transmit(NodeId to, List<Envelope> messages) {
        try {
            transport.send(to, messages);
        } catch (RuntimeException e) {
            // against its contract; to the protocol it is a loss like any other
            log.warn("the transport of {} threw on {} messages to {}", self, messages.size(), to, e);
        }
    }

    /**
     * The replica is in an unknown state. Its memory may be ahead of its disk, so it says nothing any more. What others rely on
     * comes first, and words last: they may fail as well, of the same want of memory for instance.
     */
    private void halt(Throwable cause) {
        halted = HALTED;
        executor.writeFailed();
        String why = HALTED;
        try {
            why = HALTED + ": " + cause;
            halted = why;
        } catch (Throwable unspeakable) {
            // the constant will do
        }
        try {
            leave(Reason.FENCED, why);
        } finally {
            event(new Event.Fenced(why));
            log.error("the protocol of {} has failed; the node takes no part any more until it is restarted", self, cause);
        }
    }

    private void leave(Reason reason, String why) {
        for (Inbox.Item item : inbox.close()) {
            discard(item);
        }
        while (!taken.isEmpty()) {
            discard(taken.removeFirst());
        }
        calls.abandon(reason, why);
        endHandovers();
    }

    private static void discard(Inbox.Item item) {
        try {
            item.discard();
        } catch (Throwable e) {
            // the next one has somebody who waits, too
        }
    }

    @Override
    public void persist(AcceptorWrite write) {
        store.persist(write, new StoreThread.Completion() {
            @Override
            public void written(AcceptorWrite durable, Duration took) {
                inbox.put(turn -> turn.written(durable, took));
            }

            @Override
            public void failed(String reason) {
                inbox.put(turn -> turn.writeFailed(reason));
            }
        });
    }

    @Override
    public void send(Envelope envelope) {
        outgoing.computeIfAbsent(envelope.to(), peer -> new ArrayList<>()).add(envelope);
    }

    @Override
    public void sendToSelf(Envelope envelope) {
        taken.addLast(turn -> turn.step(new Input.Received(envelope)));
    }

    @Override
    public void applied(Applied slot) {
        listeners.onApplied(slot);
    }

    @Override
    public void reply(Reply reply) {
        calls.end(reply.call(), reply.outcome());
    }

    @Override
    public void event(Event event) {
        eventful = true;
        listeners.onEvent(event);
    }
}
