package io.paxos.core.membership;

import org.jspecify.annotations.Nullable;

/**
 * How far a store has come in founding its cluster: durable, and only ever forwards (rules F1 to F3).
 *
 * @param founders the founders it is bound to, once and for ever; null before
 * @param founded whether it has heard that all founders are bound; only then may it promise and vote
 */
public record Binding(@Nullable Membership founders, boolean founded) {

    /** A new store. */
    public static final Binding UNBOUND = new Binding(null, false);

    /**
     * @throws IllegalArgumentException if founded without founders
     */
    public Binding {
        if (founded && founders == null) {
            throw new IllegalArgumentException("founded by nobody");
        }
    }

    /** Whether it is bound to these founders. */
    public boolean isBoundTo(Membership others) {
        return others.equals(founders);
    }
}
