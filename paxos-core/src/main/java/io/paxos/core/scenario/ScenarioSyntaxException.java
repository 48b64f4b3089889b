package io.paxos.core.scenario;

/** A script cannot be read; the message names the line and what was expected there. */
public final class ScenarioSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    ScenarioSyntaxException(int line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    /** Number of the line, from 1. */
    public int line() {
        return line;
    }
}
