package io.paxos.core.session;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.IdempotencyKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answers to commands with idempotency keys (rule C2), in the order in which the keys were last applied. */
final class KeyAnswers<R> {

    /**
     * @param digest of the operation that was executed under the key
     * @param result its result
     * @param size bytes that count against the limit
     * @param lastSlot the last slot that held a command with this key, whatever became of it
     */
    record Remembered<R>(Bytes digest, R result, long size, long lastSlot) {
    }

    /** Eldest first: each change of an entry moves it to the end, so that the order is that of {@code lastSlot}. */
    private final LinkedHashMap<String, Remembered<R>> byKey;
    private long bytes;

    KeyAnswers() {
        this.byKey = new LinkedHashMap<>();
    }

    private KeyAnswers(KeyAnswers<R> other) {
        this.byKey = new LinkedHashMap<>(other.byKey);
        this.bytes = other.bytes;
    }

    KeyAnswers<R> copy() {
        return new KeyAnswers<>(this);
    }

    @Nullable Remembered<R> find(String key) {
        return byKey.get(key);
    }

    /** A command with that key was executed. */
    void record(IdempotencyKey id, R result, int resultSize, long slot) {
        long size = (long) id.sizeInBytes() + resultSize;
        bytes += size;
        byKey.put(id.key(), new Remembered<>(id.digest(), result, size, slot));
    }

    /**
     * A command with that key was applied and not executed. It makes the entry young again, or else the horizon could
     * stay below the birth of that command when the entry is evicted, and a late copy of it would be executed after
     * all.
     */
    void touch(String key, long slot) {
        Remembered<R> entry = byKey.remove(key);
        if (entry != null) {
            byKey.put(key, new Remembered<>(entry.digest, entry.result, entry.size, slot));
        }
    }

    /**
     * Forgets the oldest answers until the limits hold.
     *
     * @return the last slot of the youngest of them; 0 if none had to go
     */
    long evict(AnswerLimits limits) {
        long evictedUpTo = 0;
        while (byKey.size() > limits.keys() || bytes > limits.keyBytes()) {
            Iterator<Remembered<R>> eldestFirst = byKey.values().iterator();
            Remembered<R> eldest = eldestFirst.next();
            eldestFirst.remove();
            bytes -= eldest.size;
            evictedUpTo = eldest.lastSlot;
        }
        return evictedUpTo;
    }

    /** Compares the order too: slots are in the entries, and no two are the same. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof KeyAnswers<?> that && bytes == that.bytes && byKey.equals(that.byKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bytes, byKey);
    }
}
