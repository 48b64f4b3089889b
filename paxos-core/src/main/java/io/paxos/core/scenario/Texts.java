package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of the traces. */
final class Texts {

    private Texts() {
    }

    /** {@code round.node}, without the epoch, which is 0 throughout. */
    static String of(Ballot ballot) {
        return ballot.equals(Ballot.NONE) ? "nothing" : ballot.round() + "." + ballot.node();
    }

    static String of(@Nullable AcceptedValue accepted) {
        return accepted == null ? "()" : accepted.toString();
    }

    static String of(Count count) {
        String members = count.members().stream().map(Object::toString).collect(Collectors.joining(" "));
        String choice = count.phase() == Phase.PREPARE ? "" : "; choice " + (count.choice() == null ? "none" : count.choice());
        return (count.phase() == Phase.PREPARE ? "promisers " : "acceptors ") + (members.isEmpty() ? "none" : members) + ", "
                + count.members().size() + " of " + count.quorum() + "; highest reported " + of(count.highestReported())
                + choice + " | " + count.why();
    }

    static String request(Phase phase, Ballot ballot, @Nullable String value) {
        return phase + " " + of(ballot) + (value == null ? "" : " " + value);
    }

    static String answer(Phase phase, Verdict verdict, Ballot ballot) {
        String word = verdict == Verdict.REJ ? "nack" : phase == Phase.PREPARE ? "promise" : "accepted";
        return word + " " + of(ballot);
    }

    /** The value of an entry. */
    static String of(Entry entry) {
        return entry.dispatch(new Entry.Cases<>() {
            @Override
            public String noOp() {
                return "no-op";
            }

            @Override
            public String command(Command command) {
                return command.body().utf8();
            }
        });
    }
}
