package io.paxos.core.membership;

/**
 * The random identity of one store, made when the store is created (rule F1). A node whose store was wiped comes back
 * with another one, and so cannot vote under its old name (F8).
 *
 * @param high upper 64 of 128 random bits
 * @param low lower 64 of 128 random bits
 */
public record StorageId(long high, long low) implements Comparable<StorageId> {

    /**
     * Reads what {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if it is not 32 hexadecimal digits, in lower case
     */
    public static StorageId parse(String text) {
        if (text.length() != 32 || !text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("a storage id has 32 hexadecimal digits, not '" + text + "'");
        }
        return new StorageId(Long.parseUnsignedLong(text.substring(0, 16), 16),
                Long.parseUnsignedLong(text.substring(16), 16));
    }

    @Override
    public int compareTo(StorageId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
