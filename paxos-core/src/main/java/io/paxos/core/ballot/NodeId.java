package io.paxos.core.ballot;

import java.util.regex.Pattern;

/**
 * The name of a node, unique in its cluster and stable over restarts.
 *
 * @param value {@code [a-z0-9][a-z0-9-]{0,62}}: no upper case, dot or underscore, so that YAML, a command line and an
 *     environment variable can all say it; the empty string only in {@link #NOBODY}
 */
public record NodeId(String value) implements Comparable<NodeId> {

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The owner of {@link Ballot#NONE}; sorts before every node and is never a member. */
    public static final NodeId NOBODY = new NodeId("");

    /**
     * @throws IllegalArgumentException if the value has another form
     */
    public NodeId {
        if (!value.isEmpty() && !VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("a node id is " + VALID.pattern() + ", not '" + value + "'");
        }
    }

    /**
     * The id of a real node.
     *
     * @throws IllegalArgumentException if the value has another form or is empty
     */
    public static NodeId of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a node id is " + VALID.pattern() + ", not empty");
        }
        return new NodeId(value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "nobody" : value;
    }
}
