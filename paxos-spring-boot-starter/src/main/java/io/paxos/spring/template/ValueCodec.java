package io.paxos.spring.template;

import io.paxos.core.log.Bytes;

/**
 * Turns values into the bytes that stand in the log, and back. All nodes of a cluster must have codecs that read what the others
 * write, for as long as it is kept. Safe for use by many threads. A bean of this type takes the place of {@link JsonValueCodec}.
 */
public interface ValueCodec {

    /**
     * The bytes of a value. Equal values must have equal bytes, on every node and at any time: a compare-and-set compares them,
     * and an idempotency key belongs to them. Called on the caller's thread.
     *
     * @param value not null
     * @throws ValueCodecException if it has none
     */
    Bytes encode(Object value);

    /**
     * The value of these bytes. Called on the caller's thread, or for a future on the one that completes it.
     *
     * @return not null
     * @throws ValueCodecException if they are not one of this type
     */
    <T> T decode(Bytes bytes, Class<T> type);
}
