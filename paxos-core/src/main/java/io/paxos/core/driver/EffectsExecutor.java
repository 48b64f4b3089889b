package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows in which order the effects of a replica may act. A message that waits for writes leaves when
 * every write asked for before it is durable, and never if one of them fails (PITFALLS 1, 2, 11). One write is under
 * way at a time; what is asked for meanwhile becomes the next one, in one piece (group commit). Confined to the thread
 * of the replica.
 */
public final class EffectsExecutor {

    /** Where effects go. No method may call back into the executor. */
    public interface Outlet {

        /** Begins to make a write durable; its end is told by {@link EffectsExecutor#written} or {@link #writeFailed}. */
        void persist(AcceptorWrite write);

        /** Sends a message to another node. */
        void send(Envelope envelope);

        /** A message of the node to itself: an input, to be handed back to the replica. */
        void sendToSelf(Envelope envelope);

        /** A slot was applied. */
        void applied(Applied slot);

        /** A call has ended. */
        void reply(Reply reply);

        /** Something worth a line in the log. */
        void event(Event event);
    }

    private record Held(long writeId, List<Envelope> messages) {
    }

    private final NodeId self;
    private final Outlet outlet;
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable AcceptorWrite underWay;
    private final List<AcceptorWrite> next = new ArrayList<>();
    private long lastAsked;
    private boolean failed;

    /**
     * @param self the node whose effects these are
     */
    public EffectsExecutor(NodeId self, Outlet outlet) {
        this.self = self;
        this.outlet = outlet;
    }

    /** Acts on the effects of one step, or of several merged in order. */
    public void execute(Effects effects) {
        AcceptorWrite write = effects.write();
        if (write != null && !failed) {
            lastAsked = write.id();
            next.add(write);
            persistNext();
        }
        effects.free().forEach(this::send);
        if (!effects.afterWrites().isEmpty() && !failed) {
            if (underWay == null) {
                effects.afterWrites().forEach(this::send);
            } else {
                held.addLast(new Held(lastAsked, effects.afterWrites()));
            }
        }
        effects.applied().forEach(outlet::applied);
        effects.replies().forEach(outlet::reply);
        effects.events().forEach(outlet::event);
    }

    /** The write under way is durable: what waited for it leaves, and the next one begins. */
    public void written() {
        AcceptorWrite done = underWay;
        if (done == null) {
            throw new IllegalStateException("no write is under way on " + self);
        }
        underWay = null;
        while (!held.isEmpty() && held.getFirst().writeId() <= done.id()) {
            held.removeFirst().messages().forEach(this::send);
        }
        persistNext();
    }

    /** The write under way has failed or its end is unknown: nothing is written any more, and what waited never leaves. */
    public void writeFailed() {
        failed = true;
        underWay = null;
        next.clear();
        held.clear();
    }

    private void persistNext() {
        if (underWay == null && !next.isEmpty()) {
            underWay = AcceptorWrite.merged(next);
            next.clear();
            outlet.persist(underWay);
        }
    }

    private void send(Envelope envelope) {
        if (envelope.to().equals(self)) {
            outlet.sendToSelf(envelope);
        } else {
            outlet.send(envelope);
        }
    }
}
