package io.paxos.core.acceptor;

import static io.paxos.core.acceptor.Samples.LARGE_PAGE;
import static io.paxos.core.acceptor.Samples.NOTHING_CHOSEN;
import static io.paxos.core.acceptor.Samples.accept;
import static io.paxos.core.acceptor.Samples.ballot;
import static io.paxos.core.acceptor.Samples.newAcceptor;
import static io.paxos.core.acceptor.Samples.prepare;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Vote;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Promise;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The interleaving of three proposers and three acceptors in which an acceptor that votes above its promise, and does
 * not raise it, lets an older proposer overwrite a newer vote (PITFALLS 3; scylladb #6139; bug (1) of
 * jvenkit1/paxos-go).
 */
class DuellingProposersTests {

    /** The bug, put in on purpose: the vote is cast, and the promise stays where it was. */
    private static final class PromiseStaysBehind extends Acceptor {
        PromiseStaysBehind() {
            super(Ballot.NONE, new TreeMap<>());
        }

        @Override
        protected Ballot promisedAfterVoteIn(Ballot ballot) {
            return promised();
        }
    }

    @Test
    @Tag("P03")
    @Tag("GO-A5")
    void a_vote_above_the_promise_raises_it_so_that_two_values_are_never_chosen() {
        assertThat(chosenInScript(Samples::newAcceptor)).containsExactly(Samples.value("second"));
    }

    @Test
    @Tag("P03")
    void the_script_catches_an_acceptor_that_does_not_raise_the_promise() {
        assertThat(chosenInScript(PromiseStaysBehind::new)).hasSize(2);
    }

    @Test
    @Tag("GO-A5")
    void a_middle_ballot_does_not_overwrite_a_higher_vote() {
        Acceptor acceptor = newAcceptor();
        acceptor.onPrepare(prepare(ballot(1)), NOTHING_CHOSEN, LARGE_PAGE);
        acceptor.onAccept(accept(ballot(3), 1, "high"));

        acceptor.onAccept(accept(ballot(2), 1, "middle"));

        assertThat(acceptor.vote(1)).isEqualTo(new Vote(ballot(3), Samples.value("high")));
    }

    /** Plays the script and gives all values that a majority voted for in one ballot. */
    private static Set<Entry> chosenInScript(Supplier<Acceptor> newAcceptor) {
        Map<String, Acceptor> acceptors = new TreeMap<>();
        for (String name : new String[] {"x", "y", "z"}) {
            acceptors.put(name, newAcceptor.get());
        }
        Map<Ballot, Set<String>> votes = new TreeMap<>();
        Map<Ballot, Entry> values = new TreeMap<>();
        Ballot first = ballot(1, "p");
        Ballot second = ballot(2, "q");
        Ballot third = ballot(3, "r");

        // p wins phase 1 at x and y, finds nothing, and pauses
        mayPropose(acceptors, first, "x", "y");
        // q wins phase 1 at x and z, finds nothing, and gets its value chosen by z and by y, which missed its Prepare
        assertThat(mayPropose(acceptors, second, "x", "z")).isTrue();
        vote(acceptors, second, "second", votes, values, "z", "y");
        // p goes on: y still knows only p's Prepare, unless its vote has raised the promise
        vote(acceptors, first, "first", votes, values, "y");
        // r asks x and y. Of the chosen value y must know; if p's vote has replaced it there, r takes p's
        Entry recovered = highestVote(acceptors, third, "x", "y");
        vote(acceptors, third, ((Command) recovered).body().utf8(), votes, values, "x", "y");

        Set<Entry> chosen = new LinkedHashSet<>();
        votes.forEach((ballot, voters) -> {
            if (voters.size() >= 2) {
                chosen.add(values.get(ballot));
            }
        });
        return chosen;
    }

    private static boolean mayPropose(Map<String, Acceptor> acceptors, Ballot ballot, String... asked) {
        boolean free = true;
        for (String name : asked) {
            AcceptorStep step = acceptors.get(name).onPrepare(prepare(ballot), NOTHING_CHOSEN, LARGE_PAGE);
            free &= step.reply() instanceof Promise promise && promise.reports().isEmpty();
        }
        return free;
    }

    private static Entry highestVote(Map<String, Acceptor> acceptors, Ballot ballot, String... asked) {
        Vote highest = new Vote(Ballot.NONE, Samples.value("own"));
        for (String name : asked) {
            Promise promise = (Promise) acceptors.get(name).onPrepare(prepare(ballot), NOTHING_CHOSEN, LARGE_PAGE).reply();
            for (var report : promise.reports()) {
                Vote vote = report.vote();
                highest = vote != null && vote.ballot().isAbove(highest.ballot()) ? vote : highest;
            }
        }
        return highest.entry();
    }

    private static void vote(Map<String, Acceptor> acceptors, Ballot ballot, String text, Map<Ballot, Set<String>> votes,
            Map<Ballot, Entry> values, String... asked) {
        values.put(ballot, Samples.value(text));
        for (String name : asked) {
            if (acceptors.get(name).onAccept(accept(ballot, 1, text)).reply() instanceof Accepted) {
                votes.computeIfAbsent(ballot, b -> new LinkedHashSet<>()).add(name);
            }
        }
    }
}
