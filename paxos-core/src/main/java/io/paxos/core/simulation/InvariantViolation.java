package io.paxos.core.simulation;

/** A run broke a property. */
public final class InvariantViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvariantViolation(Invariant invariant, String what) {
        super(invariant.getClass().getSimpleName() + ": " + what);
    }

    InvariantViolation(String what) {
        super(what);
    }
}
