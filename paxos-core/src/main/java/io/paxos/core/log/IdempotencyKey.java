package io.paxos.core.log;

/**
 * A request id chosen by the caller; one name space for the whole cluster (rule C2).
 *
 * @param key 1 to 128 printable ASCII characters
 * @param digest SHA-256 (32 bytes) of operation, name and body; the same key with another digest is refused
 */
public record IdempotencyKey(String key, Bytes digest) implements RequestId {

    /** Most characters of a key. */
    public static final int MAX_LENGTH = 128;

    /**
     * @throws IllegalArgumentException if the key or the digest has another form
     */
    public IdempotencyKey {
        if (key.isEmpty() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("an idempotency key is 1 to 128 printable ASCII characters");
        }
        if (digest.size() != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + digest.size());
        }
    }

    @Override
    public int sizeInBytes() {
        return 34 + key.length();
    }

    @Override
    public String toString() {
        return "key " + key;
    }
}
