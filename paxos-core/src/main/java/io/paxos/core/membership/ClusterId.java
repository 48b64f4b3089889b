package io.paxos.core.membership;

/**
 * Which cluster a message belongs to: the configured name, and once a node knows the founders, the digest of these
 * (rule F2). It is checked before anything else in a message (B4).
 *
 * @param name configured name of the cluster
 * @param founders hexadecimal SHA-256 of the founding membership; empty while the sender knows none
 */
public record ClusterId(String name, String founders) {

    /** The id of a cluster whose founders are not known yet. */
    public static ClusterId unfounded(String name) {
        return new ClusterId(name, "");
    }

    /** Whether the founders are known. */
    public boolean isFounded() {
        return !founders.isEmpty();
    }

    @Override
    public String toString() {
        return isFounded() ? name + "-" + founders : name;
    }
}
