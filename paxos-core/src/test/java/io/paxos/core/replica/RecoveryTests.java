package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.session.AnswerLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a new leader finishes before it serves (rules S2, S3, S4). */
class RecoveryTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P32")
    @Tag("P38")
    void a_value_that_perhaps_was_chosen_is_finished_by_the_next_leader_before_its_own() {
        cluster.elect(1);
        cluster.lose(Accept.class, 3);
        cluster.lose(Accepted.class, 1);
        cluster.propose(1, append("perhaps"));
        cluster.deliverAll();
        cluster.isolate(1);
        cluster.lose(envelope -> false);

        cluster.takeOver(3, 2);
        cluster.propose(3, append("own"));
        cluster.deliverAll();

        assertThat(cluster.at(3).chosen()).containsExactly("-", "perhaps", "-", "own");
    }

    @Test
    @Tag("P31")
    @Tag("USI-9")
    void a_slot_that_nobody_voted_in_gets_a_no_op() {
        // a batch gets lost altogether, the one behind it reaches node3
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Accept);
        long lost = cluster.propose(1, append("lost"));
        cluster.deliverAll();
        cluster.heal();
        cluster.lose(Accept.class, 2);
        cluster.propose(1, append("seen"));
        cluster.deliverAll();
        cluster.isolate(1);
        cluster.lose(envelope -> false);

        cluster.takeOver(2, 3);
        cluster.tick(2, 1);
        cluster.deliverAll();

        assertThat(cluster.at(2).chosen()).containsExactly("-", "-", "seen", "-");
        assertThat(cluster.at(3).chosen()).containsExactly("-", "-", "seen", "-");
        // PY-5: nobody learns that "nothing" was decided for the lost value; its caller may ask again
        cluster.tick(1, LEADER_FORGOTTEN + 1);
        assertThat(cluster.outcome(lost)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    @Tag("P34")
    void a_leader_is_made_only_by_promises_with_all_their_pages() {
        ReplicaOptions onePerPage = new ReplicaOptions(1, 5, 4, 1, 3, 2, 4, 1, 8, 100, 1 << 20, 1024, AnswerLimits.DEFAULTS);
        ScriptedCluster paged = ScriptedCluster.founded(3, onePerPage);
        paged.elect(1);
        // node2 alone has votes in slots 2 to 5
        paged.lose(Accept.class, 3);
        paged.lose(Accepted.class, 1);
        for (String value : new String[] {"a", "b", "c", "d"}) {
            paged.propose(1, append(value));
        }
        paged.deliverAll();
        paged.isolate(1);
        paged.lose(envelope -> false);
        paged.forgetSent();

        // node3 asks node2; four pages come one by one
        paged.tick(2, LEADER_FORGOTTEN);
        paged.tick(3, TIME_OUT);
        paged.deliver(3, 2);
        paged.deliver(2, 3);
        for (int page = 1; page <= 4; page++) {
            assertThat(paged.at(3).status().role()).as("before page " + page).isEqualTo("candidate");
            paged.deliver(3, 2);
            paged.deliver(2, 3);
        }
        assertThat(paged.at(3).status().role()).isEqualTo("leader");
        assertThat(paged.sent(Promise.class, 2)).hasSize(4).allMatch(promise -> promise.reports().size() == 1);
        paged.deliverAll();
        assertThat(paged.at(3).chosen()).containsExactly("-", "a", "b", "c", "d", "-");
    }

    @Test
    @Tag("P88")
    void a_candidate_that_is_behind_learns_chosen_values_from_the_promises() {
        cluster.elect(1);
        cluster.at(3).crash();
        cluster.propose(1, append("a"));
        cluster.propose(1, append("b"));
        cluster.deliverAll();
        cluster.pass(1);
        cluster.at(1).crash();
        cluster.at(3).start();

        cluster.takeOver(3, 2);

        assertThat(cluster.at(3).chosen()).containsExactly("-", "a", "b", "-");
        assertThat(cluster.sent(Prepare.class, 3)).allMatch(prepare -> prepare.from() == 1 || prepare.from() == 2);
    }

    @Test
    @Tag("P36")
    void acknowledgements_of_an_earlier_ballot_of_the_same_node_are_not_counted() {
        cluster.elect(1);
        Ballot first = cluster.at(1).status().ballot();
        // node1's batch in slot 2 is acknowledged by node2, and the acknowledgement is late
        cluster.lose(Accept.class, 3);
        cluster.hold(2, 1);
        cluster.propose(1, append("a"));
        cluster.deliverAll();
        assertThat(cluster.sent(Accepted.class, 2)).contains(new Accepted(first, 2, 2));
        // node1 steps down and leads again, by node3, which has no vote in slot 2
        cluster.tick(1, LEADER_FORGOTTEN + 1);
        cluster.deliverAll();
        cluster.tick(3, LEADER_FORGOTTEN);
        cluster.lose(envelope -> envelope.message() instanceof Accept);
        cluster.cutOneWay(1, 2);
        cluster.timeOut(1);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
        assertThat(cluster.at(1).status().ballot()).isGreaterThan(first);

        cluster.at(1).receives(cluster.at(2).header(), new Accepted(first, 2, 2));

        assertThat(cluster.at(1).chosen()).containsExactly("-");
    }

    @Test
    @Tag("P07")
    void a_message_that_comes_twice_counts_once() {
        ScriptedCluster five = ScriptedCluster.founded(5);
        five.elect(1);
        Ballot ballot = five.at(1).status().ballot();
        five.lose(envelope -> envelope.message() instanceof Accept);
        five.propose(1, append("a"));

        for (int i = 0; i < 5; i++) {
            five.at(1).receives(five.at(2).header(), new Accepted(ballot, 2, 2));
        }

        assertThat(five.at(1).chosen()).containsExactly("-");
        five.at(1).receives(five.at(3).header(), new Accepted(ballot, 2, 2));
        assertThat(five.at(1).chosen()).containsExactly("-", "a");
    }

    @Test
    @Tag("P37")
    void a_batch_that_is_sent_again_is_the_same_whatever_has_come_in_since() {
        cluster.elect(1);
        cluster.lose(Accepted.class, 1);
        cluster.propose(1, append("a"));
        cluster.propose(1, append("b"));
        cluster.forgetSent();
        cluster.tick(1, 3);
        cluster.deliverAll();
        cluster.propose(1, append("c"));
        cluster.pass(4);

        // per slot there is one value in all that ever left
        for (long slot = 2; slot <= 4; slot++) {
            long wanted = slot;
            assertThat(cluster.sent(Accept.class, 1).stream()
                    .filter(accept -> accept.firstSlot() <= wanted && wanted <= accept.lastSlot())
                    .map(accept -> accept.entries().get((int) (wanted - accept.firstSlot()))).distinct()).hasSize(1);
        }
        assertThat(cluster.sent(Accept.class, 1)).hasSizeGreaterThan(4);
    }

    @Test
    @Tag("GO-T2")
    @Tag("GO-P13")
    @Tag("GO-P14")
    @Tag("P13")
    void two_duelling_campaigns_end_with_one_leader() {
        // both time out at the same moment, and each hears the other's poll
        cluster.tick(1, TIME_OUT);
        cluster.tick(3, TIME_OUT);
        cluster.deliverAll();
        assertThat(cluster.sent(Prepare.class)).extracting(prepare -> prepare.ballot().node()).contains(node(1), node(3));

        // the higher ballot wins, and the lower candidate waits its turn
        assertThat(cluster.at(3).status().serving()).isTrue();
        cluster.pass(5 * TIME_OUT);
        assertThat(cluster.at(3).status().serving()).isTrue();
        assertThat(cluster.at(1).status().leader()).isEqualTo(node(3));
    }
}
