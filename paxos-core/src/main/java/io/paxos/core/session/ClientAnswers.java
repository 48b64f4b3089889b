package io.paxos.core.session;

import io.paxos.core.log.ClientId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answers to commands that the library numbered itself (rule C1); clients in the order of their last commands. */
final class ClientAnswers<R> {

    /**
     * What is remembered of one client: the answers at or above its lowest open sequence, as a set. The highest
     * sequence answered would not do, as concurrent calls may be applied in any order (PITFALLS 90).
     */
    static final class Client<R> {

        private final TreeMap<Long, R> answers;
        private long lowestOpen;
        private long lastSlot;

        private Client() {
            this.answers = new TreeMap<>();
        }

        private Client(Client<R> other) {
            this.answers = new TreeMap<>(other.answers);
            this.lowestOpen = other.lowestOpen;
            this.lastSlot = other.lastSlot;
        }

        boolean hasClosed(long sequence) {
            return sequence < lowestOpen;
        }

        @Nullable R answer(long sequence) {
            return answers.get(sequence);
        }

        /** Forgets what the client needs no longer. The lowest open sequence never falls: copies come in any order. */
        private void applied(long lowestOpenThen, long slot) {
            lastSlot = slot;
            if (lowestOpenThen > lowestOpen) {
                lowestOpen = lowestOpenThen;
                while (!answers.isEmpty() && answers.firstKey() < lowestOpen) {
                    answers.pollFirstEntry();
                }
            }
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Client<?> that && lowestOpen == that.lowestOpen
                    && lastSlot == that.lastSlot && answers.equals(that.answers);
        }

        @Override
        public int hashCode() {
            return Objects.hash(lowestOpen, lastSlot, answers);
        }
    }

    /** Eldest first: a client moves to the end with each of its commands, so that the order is that of last slots. */
    private final LinkedHashMap<ClientId, Client<R>> byId = new LinkedHashMap<>();

    ClientAnswers<R> copy() {
        ClientAnswers<R> copy = new ClientAnswers<>();
        byId.forEach((id, client) -> copy.byId.put(id, new Client<>(client)));
        return copy;
    }

    @Nullable Client<R> find(ClientId id) {
        return byId.get(id);
    }

    /** A command of that client was executed. */
    void record(ClientId id, long sequence, long lowestOpen, R result, long slot) {
        Client<R> client = byId.remove(id);
        if (client == null) {
            client = new Client<>();
        }
        client.applied(lowestOpen, slot);
        client.answers.put(sequence, result);
        byId.put(id, client);
    }

    /** A command of that client was applied and not executed; for the reason see {@link KeyAnswers#touch}. */
    void touch(ClientId id, long lowestOpen, long slot) {
        Client<R> client = byId.remove(id);
        if (client != null) {
            client.applied(lowestOpen, slot);
            byId.put(id, client);
        }
    }

    /**
     * Forgets the clients that have been idle for too long.
     *
     * @return the last slot of the youngest of them; 0 if none had to go
     */
    long evict(AnswerLimits limits, long slot) {
        long evictedUpTo = 0;
        Iterator<Client<R>> eldestFirst = byId.values().iterator();
        while (eldestFirst.hasNext()) {
            Client<R> eldest = eldestFirst.next();
            if (slot - eldest.lastSlot <= limits.idleSlots()) {
                break;
            }
            eldestFirst.remove();
            evictedUpTo = eldest.lastSlot;
        }
        return evictedUpTo;
    }

    /** Compares the order too: slots are in the entries, and no two are the same. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ClientAnswers<?> that && byId.equals(that.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }
}
