package io.paxos.spring.codec;

import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;

/**
 * The form of a {@link RequestId}.
 *
 * <pre>
 * request-id := 01 client sequence | 02 key digest
 * client     := high (8 bytes), low (8 bytes)
 * sequence   := varint
 * key        := ascii of 1 to 128 printable characters
 * digest     := 32 bytes
 * </pre>
 */
public final class RequestIdForm {

    private static final int CLIENT_SEQUENCE = 1;
    private static final int IDEMPOTENCY_KEY = 2;

    private static final int DIGEST_SIZE = 32;

    private RequestIdForm() {
    }

    /** Writes the one encoding of a request id. */
    public static void write(BinaryOutput out, RequestId id) {
        if (id instanceof ClientSequence own) {
            out.writeByte(CLIENT_SEQUENCE).writeLong(own.client().high()).writeLong(own.client().low())
                    .writeVarint(own.sequence());
        } else if (id instanceof IdempotencyKey given) {
            out.writeByte(IDEMPOTENCY_KEY).writeAscii(given.key()).writeFixedBytes(given.digest());
        } else {
            throw unknown(id);
        }
    }

    /**
     * Reads a request id.
     *
     * @throws UndecodableException if the next bytes are none
     */
    public static RequestId read(BinaryInput in) {
        int from = in.position();
        int kind = in.readByte("the kind of a request id");
        return switch (kind) {
            case CLIENT_SEQUENCE -> clientSequence(in);
            case IDEMPOTENCY_KEY -> idempotencyKey(in);
            default -> throw in.unexpected(from, "the kind of a request id", "kind " + kind
                    + ", which this node does not know: was it written by a newer release?");
        };
    }

    /** How many bytes {@link #write} takes. */
    public static int sizeOf(RequestId id) {
        if (id instanceof ClientSequence own) {
            return 1 + 2 * Long.BYTES + BinaryOutput.sizeOfVarint(own.sequence());
        }
        if (id instanceof IdempotencyKey given) {
            int length = given.key().length();
            return 1 + BinaryOutput.sizeOfVarint(length) + length + DIGEST_SIZE;
        }
        throw unknown(id);
    }

    private static ClientSequence clientSequence(BinaryInput in) {
        ClientId client = new ClientId(in.readLong("a client id"), in.readLong("the lower half of a client id"));
        int from = in.position();
        long sequence = in.readVarint("the sequence of a request");
        try {
            return new ClientSequence(client, sequence);
        } catch (IllegalArgumentException e) {
            throw in.refused(from, "the sequence of a request", e);
        }
    }

    private static IdempotencyKey idempotencyKey(BinaryInput in) {
        int from = in.position();
        try {
            return new IdempotencyKey(in.readAscii("an idempotency key", IdempotencyKey.MAX_LENGTH),
                    in.readFixedBytes("the digest of an idempotency key", DIGEST_SIZE));
        } catch (IllegalArgumentException e) {
            throw in.refused(from, "an idempotency key", e);
        }
    }

    /** A kind of request id that joined the core and not this form. */
    private static IllegalStateException unknown(RequestId id) {
        return new IllegalStateException("no form for a " + id.getClass().getName());
    }
}
