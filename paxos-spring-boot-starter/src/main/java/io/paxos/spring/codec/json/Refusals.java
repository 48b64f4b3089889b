package io.paxos.spring.codec.json;

import io.paxos.spring.codec.UndecodableException;

/** The words of refusals: short, on one line and printable, whatever the peer has written (PITFALLS 83). */
final class Refusals {

    private static final int MOST_CHARACTERS = 200;

    private Refusals() {
    }

    /**
     * The exception for something that is not what it should be.
     *
     * @param what what was expected
     * @param where the way from the batch to it, in names of our own
     * @param found what is there instead; what comes from the peer only as {@link #printable}
     */
    static UndecodableException unexpected(String what, String where, String found) {
        return new UndecodableException("expected " + what + " at " + where + ", found " + found);
    }

    /** The text, capped, with a question mark for all that is not printable ASCII. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MOST_CHARACTERS); i++) {
            char c = text.charAt(i);
            printable.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        return printable.append(text.length() > MOST_CHARACTERS ? "..." : "").toString();
    }
}
