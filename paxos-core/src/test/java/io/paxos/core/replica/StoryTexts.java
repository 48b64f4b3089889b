package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Vote;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.Stored;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;

/** Ballots, values and answers in the short form of the stories: {@code 1.amy}, {@code 2:tea}, {@code UNKNOWN: ...}. */
final class StoryTexts {

    private StoryTexts() {
    }

    /** A ballot without its epoch, which is always 0 here; "nothing" for none. */
    static String ballot(Ballot ballot) {
        return ballot.equals(Ballot.NONE) ? "nothing" : ballot.round() + "." + ballot.node();
    }

    /** A text of production code, with its ballots in the short form. */
    static String reason(String text) {
        return text.replaceAll("\\b0\\.(\\d+\\.[a-z])", "$1");
    }

    /** What stands in a slot: a value, {@code key=value}, {@code name?=value} to be decided; "-" for a no-op. */
    static String value(Entry entry) {
        if (!(entry instanceof Command command)) {
            return "-";
        }
        Operation operation = OperationCodec.decode(command.body());
        if (operation instanceof Append append) {
            return append.value().utf8();
        }
        if (operation instanceof Put put) {
            return put.key() + "=" + put.value().utf8();
        }
        return operation instanceof Decide decide ? decide.name() + "?=" + decide.value().utf8() : operation.toString();
    }

    /** Values in consecutive slots. */
    static String slots(long first, List<Entry> entries) {
        StringJoiner text = new StringJoiner(" ");
        long slot = first;
        for (Entry entry : entries) {
            text.add(slot++ + ":" + value(entry));
        }
        return text.toString();
    }

    /** One slot, or the first and the last. */
    static String range(long first, long last) {
        return first == last ? "slot " + first : "slots " + first + "-" + last;
    }

    /** Votes, those of one ballot together; empty for none. */
    static String votes(SortedMap<Long, Vote> votes) {
        StringJoiner text = new StringJoiner(", ");
        StringJoiner ofOne = new StringJoiner(" ");
        Ballot last = Ballot.NONE;
        for (Map.Entry<Long, Vote> vote : votes.entrySet()) {
            if (ofOne.length() > 0 && !vote.getValue().ballot().equals(last)) {
                text.add(ofOne + " in " + ballot(last));
                ofOne = new StringJoiner(" ");
            }
            last = vote.getValue().ballot();
            ofOne.add(vote.getKey() + ":" + value(vote.getValue().entry()));
        }
        return ofOne.length() == 0 ? "" : text.add(ofOne + " in " + ballot(last)).toString();
    }

    /** How a call ended. */
    static String outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return "done, " + result(done.result());
        }
        if (outcome instanceof Outcome.ReadDone read) {
            return result(read.result());
        }
        if (outcome instanceof Outcome.NotExecuted refused) {
            String reason = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return "NOT EXECUTED, " + reason + ": " + reason(refused.detail());
        }
        return "UNKNOWN: " + reason(((Outcome.Unknown) outcome).detail());
    }

    private static String result(OperationResult result) {
        if (result instanceof Appended appended) {
            return "number " + appended.index() + " of its list, in slot " + appended.slot();
        }
        if (result instanceof Stored stored) {
            return stored.key() + " has version " + stored.version();
        }
        return result instanceof Decided decided
                ? decided.name() + " is " + decided.value().utf8() + " by slot " + decided.slot()
                        + (decided.won() ? "" : ", not by this command")
                : result.toString();
    }

    private static String result(QueryResult result) {
        return result instanceof MapValue map
                ? map.key() + " is " + (map.value() == null ? "not there" : map.value().utf8())
                : result.toString();
    }
}
