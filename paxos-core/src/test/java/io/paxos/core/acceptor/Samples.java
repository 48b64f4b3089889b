package io.paxos.core.acceptor;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.List;
import java.util.TreeMap;

/** What the tests of this room talk about. */
final class Samples {

    static final int LARGE_PAGE = 1 << 20;
    static final ChosenLog NOTHING_CHOSEN = new ChosenLog();

    private Samples() {
    }

    static Acceptor newAcceptor() {
        return new Acceptor(Ballot.NONE, new TreeMap<>());
    }

    static Ballot ballot(long round) {
        return ballot(round, "a");
    }

    static Ballot ballot(long round, String node) {
        return new Ballot(0, round, NodeId.of(node));
    }

    static Entry value(String text) {
        return new Command(new ClientSequence(new ClientId(0, 1), 1), 1, 0, Bytes.utf8(text));
    }

    static Prepare prepare(Ballot ballot) {
        return new Prepare(ballot, 1, 1);
    }

    static Accept accept(Ballot ballot, long slot, String... values) {
        return new Accept(ballot, slot, List.of(values).stream().map(Samples::value).toList(), 0);
    }

    static ChosenLog chosen(String... values) {
        ChosenLog log = new ChosenLog();
        List.of(values).forEach(text -> log.append(value(text)));
        return log;
    }

    /** Asks with a page that holds everything. */
    static Promise promise(Acceptor acceptor, Ballot ballot) {
        return (Promise) acceptor.onPrepare(prepare(ballot), NOTHING_CHOSEN, LARGE_PAGE).reply();
    }

    static SlotReport voted(long slot, Ballot ballot, String text) {
        return SlotReport.ofVote(slot, new Vote(ballot, value(text)));
    }

    static Nack nack(Ballot refused, Ballot promised) {
        return new Nack(refused, promised);
    }
}
