package io.paxos.spring.template;

/** How fresh the answer to a read must be. */
public enum Consistency {
    /** The answer holds everything that was acknowledged, anywhere, before the read was asked for. Needs a quorum. */
    LINEARIZABLE,
    /** The answer is what this node has applied, however long ago; it asks nobody. For display, never for a choice. */
    LOCAL
}
