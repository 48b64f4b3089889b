package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;

/**
 * An answer that was held back has reached its proposer.
 *
 * @param from the acceptor
 * @param to the proposer
 * @param phase of the request
 * @param ballot of the request
 * @param verdict the answer
 * @param count what the proposer has counted now
 */
public record AnswerArrived(NodeId from, NodeId to, Phase phase, Ballot ballot, Verdict verdict, Count count)
        implements ScenarioEvent {

    /** What the answer meant to the proposer. */
    @Override
    public Why why() {
        return count.why();
    }

    @Override
    public String line() {
        return Texts.answer(phase, verdict, ballot) + " " + from + " -> " + to + " arrives | " + Texts.of(count);
    }
}
