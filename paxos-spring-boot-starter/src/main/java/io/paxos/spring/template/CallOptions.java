package io.paxos.spring.template;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call is to be made. Immutable; begin with {@link #DEFAULTS} and change what differs.
 *
 * @param timeout total deadline of the call from its begin, retries included; null for {@code paxos.request-timeout}. With none
 *     left, zero or less, nothing is executed ({@code DEADLINE})
 * @param consistency of a read; a write is always linearizable
 * @param idempotencyKey names a write for the whole cluster, so that it is executed once however often and wherever it is asked
 *     for: 1 to 128 printable ASCII characters, else the call is refused as an {@link IllegalArgumentException}; null if the call
 *     is its own request. With another operation, name or value it is refused ({@code KEY_REUSED}). Reads do not look at it
 */
public record CallOptions(@Nullable Duration timeout, Consistency consistency, @Nullable String idempotencyKey) {

    /** The configured deadline, linearizable, no key. */
    public static final CallOptions DEFAULTS = new CallOptions(null, Consistency.LINEARIZABLE, null);

    /** The same with another deadline; null for the configured one. */
    public CallOptions withTimeout(@Nullable Duration newTimeout) {
        return new CallOptions(newTimeout, consistency, idempotencyKey);
    }

    /** The same with another consistency. */
    public CallOptions withConsistency(Consistency newConsistency) {
        return new CallOptions(timeout, newConsistency, idempotencyKey);
    }

    /** The same with another key; null for none. */
    public CallOptions withIdempotencyKey(@Nullable String newKey) {
        return new CallOptions(timeout, consistency, newKey);
    }
}
