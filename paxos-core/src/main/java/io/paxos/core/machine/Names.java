package io.paxos.core.machine;

/**
 * The names of decisions and logs and the keys of the map: {@code [A-Za-z0-9][A-Za-z0-9._:-]{0,127}}. Such a name is
 * refused or taken as it is, never cut or folded: two callers who were given different names must not meet under one.
 */
public final class Names {

    /** Most characters of a name. */
    public static final int MAX_LENGTH = 128;

    private Names() {
    }

    /** Whether this is a name. */
    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > MAX_LENGTH || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != ':' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /**
     * The name, if it is one.
     *
     * @throws IllegalArgumentException if it is not; the message does not repeat it, as it may hold anything (PITFALLS
     *     83)
     */
    public static String requireValid(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a name is [A-Za-z0-9][A-Za-z0-9._:-]{0,127}; these "
                    + name.length() + " characters are not");
        }
        return name;
    }

    /** ASCII only: {@link Character#isLetterOrDigit} would let in what Unicode adds with each Java release. */
    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
