package io.paxos.core.scenario;

/** What one step of a script did, with all that explains it. */
public sealed interface ScenarioEvent permits Exchange, AnswerArrived, Incident {

    /** The rule that decided the step; of an exchange, the one that the acceptor followed. */
    Why why();

    /** The event in one line, for people. */
    String line();
}
