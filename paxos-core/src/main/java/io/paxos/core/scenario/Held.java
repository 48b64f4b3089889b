package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;

/**
 * A message between two nodes.
 *
 * @param from who sent it
 * @param to who is to get it
 * @param phase which request it is or answers
 * @param ballot of that request
 * @param message what it says
 */
record Held(NodeId from, NodeId to, Phase phase, Ballot ballot, Message message) {

    /** Its name in the trace. */
    String name() {
        if (message instanceof Prepare || message instanceof Accept) {
            return Texts.request(phase, ballot, message instanceof Accept accept ? valueOf(accept) : null);
        }
        return Texts.answer(phase, verdict(), ballot);
    }

    /** What it says, if it is an answer. */
    Verdict verdict() {
        return verdictOf(message);
    }

    static Verdict verdictOf(Message answer) {
        return answer instanceof Nack ? Verdict.REJ : Verdict.ACC;
    }

    static String valueOf(Accept accept) {
        return Texts.of(accept.entries().get(0));
    }
}
