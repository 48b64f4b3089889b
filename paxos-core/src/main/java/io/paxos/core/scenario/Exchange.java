package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A request has reached an acceptor, which has answered it; usually the answer has reached the proposer as well (TOY-5).
 *
 * @param phase what was asked
 * @param from the proposer
 * @param to the acceptor
 * @param ballot of the request
 * @param ownValue the value that the proposer would propose if it were free; null if it has forgotten it in a crash
 * @param value the value asked to vote for; null in phase 1
 * @param promisedBefore what the acceptor had promised; {@link Ballot#NONE} if nothing
 * @param acceptedBefore what the acceptor had voted for; null if nothing
 * @param makesChosen whether this is the vote that makes the value chosen, which nobody may know yet
 * @param verdict its answer
 * @param promised what it has promised now
 * @param why the rule that it followed
 * @param fate what has become of the answer
 * @param count what the proposer has counted now; null if the answer has not reached it
 */
public record Exchange(Phase phase, NodeId from, NodeId to, Ballot ballot, @Nullable String ownValue, @Nullable String value,
        Ballot promisedBefore, @Nullable AcceptedValue acceptedBefore, boolean makesChosen, Verdict verdict, Ballot promised,
        Why why, Fate fate,
        @Nullable Count count) implements ScenarioEvent {

    /** What becomes of an answer. */
    public enum Fate {
        /** It has reached the proposer. */
        ARRIVED,
        /** It is on its way. */
        HELD,
        /** It is lost, as the proposer is down. */
        LOST
    }

    /** What the acceptor has voted for now; null if nothing. */
    public @Nullable AcceptedValue accepted() {
        return value != null && verdict == Verdict.ACC ? new AcceptedValue(value, ballot) : acceptedBefore;
    }

    @Override
    public String line() {
        StringBuilder line = new StringBuilder(Texts.request(phase, ballot, value)).append(' ').append(from).append(" -> ")
                .append(to).append(" [").append(verdict).append("] promised ").append(Texts.of(promisedBefore));
        if (!promised.equals(promisedBefore)) {
            line.append(" -> ").append(Texts.of(promised));
        }
        line.append(", accepted ").append(Texts.of(acceptedBefore));
        AcceptedValue accepted = accepted();
        if (accepted != null && !accepted.equals(acceptedBefore)) {
            line.append(" -> ").append(Texts.of(accepted));
        }
        line.append(" | ").append(why);
        if (value != null && ownValue != null && !ownValue.equals(value)) {
            line.append(" | own value ").append(ownValue);
        }
        if (count != null) {
            line.append(" | ").append(Texts.of(count));
        } else {
            line.append(fate == Fate.HELD ? " | the answer is on its way" : " | the answer is lost: " + from + " is down");
        }
        if (makesChosen && (count == null || count.why() != Why.CHOSEN)) {
            line.append(" | this vote makes ").append(value).append(" chosen, and nobody knows it yet");
        }
        return line.toString();
    }
}
