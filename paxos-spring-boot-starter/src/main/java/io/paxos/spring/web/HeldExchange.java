package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An exchange of a peer that waits for the replies to its messages. It ends exactly once: when the last of them is there, or
 * when it was held long enough. Guarded by the {@link HeldExchanges} that it is in.
 */
final class HeldExchange {

    private final NodeId peer;
    private final Map<ReplyKind, Integer> awaited = new EnumMap<>(ReplyKind.class);
    private final List<Envelope> replies = new ArrayList<>();
    private final Consumer<List<Envelope>> whenEnded;

    /**
     * @param peer whose exchange it is
     * @param messages what the peer has sent
     * @param whenEnded given the replies, perhaps none; exactly once, on any thread, which it must not hold up
     */
    HeldExchange(NodeId peer, List<Envelope> messages, Consumer<List<Envelope>> whenEnded) {
        this.peer = peer;
        this.whenEnded = whenEnded;
        for (Envelope envelope : messages) {
            ReplyKind kind = ReplyKind.awaitedBy(envelope.message());
            if (kind != null) {
                awaited.merge(kind, 1, Integer::sum);
            }
        }
    }

    /** Whether any of its messages asks for a reply. */
    static boolean isWorthHolding(List<Envelope> messages) {
        return messages.stream().map(Envelope::message).anyMatch(message -> ReplyKind.awaitedBy(message) != null);
    }

    NodeId peer() {
        return peer;
    }

    /** Takes the message along if it is a reply that this exchange still waits for. */
    boolean takes(Envelope envelope) {
        Message message = envelope.message();
        for (ReplyKind kind : ReplyKind.givenBy(message)) {
            if (awaited.containsKey(kind)) {
                awaited.computeIfPresent(kind, (same, count) -> count == 1 ? null : count - 1);
                replies.add(envelope);
                return true;
            }
        }
        return false;
    }

    boolean isComplete() {
        return awaited.isEmpty();
    }

    void end() {
        whenEnded.accept(List.copyOf(replies));
    }
}
