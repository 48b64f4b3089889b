package io.paxos.core.replica;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.message.Envelope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step wants done. The order is part of the protocol: messages under {@code afterWrites} leave only when this
 * write
 * <em>and all writes of earlier steps</em> are durable (PITFALLS 1, 2); everything else may act at once. A message to
 * the node itself is an input to hand back, by the same order: that is how an own vote counts only when durable (rule
 * A5).
 *
 * @param write what to make durable; null if nothing
 * @param free messages that may leave at once
 * @param afterWrites messages that wait for all writes asked for so far
 * @param applied slots applied in this step, in order
 * @param replies ends of calls
 * @param events what happened, for people
 */
public record Effects(@Nullable AcceptorWrite write, List<Envelope> free, List<Envelope> afterWrites, List<Applied> applied,
        List<Reply> replies, List<Event> events) {

    /** Nothing to do. */
    public static final Effects NONE = new Effects(null, List.of(), List.of(), List.of(), List.of(), List.of());

    /** Gathers the effects of several steps of one replica, in order, to act on them as one. */
    public static final class Batch {

        private final List<AcceptorWrite> writes = new ArrayList<>();
        private final List<Envelope> free = new ArrayList<>();
        private final List<Envelope> afterWrites = new ArrayList<>();
        private final List<Applied> applied = new ArrayList<>();
        private final List<Reply> replies = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();

        /** Adds the effects of the next step. */
        public Batch add(Effects next) {
            if (next.write() != null) {
                writes.add(next.write());
            }
            free.addAll(next.free());
            afterWrites.addAll(next.afterWrites());
            applied.addAll(next.applied());
            replies.addAll(next.replies());
            events.addAll(next.events());
            return this;
        }

        /** All that was added, as one. */
        public Effects toEffects() {
            return new Effects(writes.isEmpty() ? null : AcceptorWrite.merged(writes), free, afterWrites, applied, replies,
                    events);
        }
    }
}
