package io.paxos.spring.template;

import org.jspecify.annotations.Nullable;

/**
 * What a key holds after a compare-and-set.
 *
 * @param <T> type of the value
 * @param key the key
 * @param updated whether the new value was written
 * @param value the new value, or the present one that was not the expected one; null if the key is absent
 * @param version how many successful writes the key has seen; 0 if it is absent
 */
public record CompareAndSet<T>(String key, boolean updated, @Nullable T value, long version) {
}
