package io.paxos.core.log;

/** Arithmetic of slots. */
public final class Slots {

    private Slots() {
    }

    /**
     * Makes sure that so many consecutive slots exist from one on.
     *
     * @throws IllegalArgumentException if the first slot is below 1, there is none, or the range overflows
     */
    public static void requireRange(long firstSlot, int count) {
        if (firstSlot < 1 || count < 1 || firstSlot > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("no range of slots: first " + firstSlot + ", count " + count);
        }
    }
}
