package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.Commands.decide;
import static io.paxos.core.replica.Commands.decided;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Poll;
import io.paxos.core.message.Prepare;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From empty stores to a leader and commands through it. */
class FirstLeaderTests {

    @Test
    @Tag("GO-N1")
    @Tag("PY-10")
    void a_cluster_of_one_founds_itself_and_leads_in_its_first_steps() {
        ScriptedCluster cluster = ScriptedCluster.unfounded(1);

        // Start alone was enough: no tick has passed
        assertThat(cluster.at(1).status().founding().status()).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(cluster.at(1).status().serving()).isTrue();
        assertThat(cluster.at(1).durableMeta().binding().founded()).isTrue();

        // one object is proposer, acceptor and learner
        long call = cluster.propose(1, append("a"));
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
        assertThat(cluster.at(1).chosen()).containsExactly("-", "a");
    }

    @Test
    @Tag("P01")
    @Tag("GO-N1")
    void a_cluster_of_one_leads_only_when_its_own_promise_is_durable() {
        ScriptedCluster cluster = ScriptedCluster.unfounded(1);
        cluster.at(1).slowDisk();
        cluster.at(1).restart();
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");

        cluster.at(1).write();
        cluster.at(1).write();

        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P28")
    void three_nodes_with_empty_stores_found_a_cluster_and_elect_one_leader() {
        ScriptedCluster cluster = ScriptedCluster.unfounded(3);
        // nobody votes or campaigns before all three have heard each other (F1)
        cluster.cut(1, 3);
        cluster.pass(3 * TIME_OUT);
        assertThat(cluster.sent(Poll.class)).isEmpty();
        assertThat(cluster.sent(Prepare.class)).isEmpty();
        assertThat(cluster.at(2).status().founding().status()).isNotEqualTo(FoundingStatus.FOUNDED);
        long early = cluster.propose(2, append("too early"));
        assertThat(cluster.outcome(early)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_STARTED));

        // the link comes back
        cluster.heal();
        cluster.pass(6);
        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).status().founding().status()).isEqualTo(FoundingStatus.FOUNDED);
        }
        cluster.elect(1);
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P28")
    void what_a_node_says_in_the_founding_leaves_only_when_it_is_durable() {
        ScriptedCluster cluster = ScriptedCluster.unfounded(3);
        cluster.at(1).slowDisk();
        // node1 hears the others and binds, but the binding is not on its disk yet
        cluster.pass(2);
        assertThat(cluster.at(1).status().founding().status()).isNotEqualTo(FoundingStatus.FORMING);
        cluster.pass(2);
        assertThat(cluster.at(2).status().founding().status()).isEqualTo(FoundingStatus.BOUND);
        assertThat(cluster.at(3).status().founding().status()).isEqualTo(FoundingStatus.BOUND);

        cluster.at(1).fastDisk();
        cluster.pass(4);

        assertThat(cluster.at(2).status().founding().status()).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(cluster.at(3).status().founding().status()).isEqualTo(FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("GO-M1")
    @Tag("PY-10")
    void a_command_on_the_leader_is_applied_alike_on_all_nodes() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);

        long call = cluster.propose(1, append("Hello World"));
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).appliedCommands()).containsExactly("Hello World");
            assertThat(cluster.at(i).machine()).isEqualTo(cluster.at(1).machine());
        }
    }

    @Test
    @Tag("GO-M1")
    @Tag("GO-N1")
    void a_command_on_a_follower_goes_to_the_leader_and_is_answered_on_the_follower() {
        // bug (4) of jvenkit1/paxos-go: it was queued there and never decided
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);

        long call = cluster.propose(2, append("a"));
        cluster.deliverAll();

        // without waiting for a heartbeat
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("GO-N2")
    void in_a_cluster_of_two_every_node_gets_the_entry() {
        ScriptedCluster cluster = ScriptedCluster.founded(2);
        cluster.elect(2);

        long here = cluster.propose(2, append("a"));
        long there = cluster.propose(1, append("b"));
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(here)).isEqualTo(appended(0, 2));
        assertThat(cluster.outcome(there)).isEqualTo(appended(1, 3));
        assertThat(cluster.at(1).appliedCommands()).containsExactly("a", "b");
        assertThat(cluster.at(2).appliedCommands()).containsExactly("a", "b");
    }

    @Test
    @Tag("GO-M3")
    void alpha_beta_and_gamma_stand_in_consecutive_slots_in_order() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);

        for (String value : List.of("alpha", "beta", "gamma")) {
            cluster.propose(1, append(value));
        }
        cluster.deliverAll();
        cluster.pass(1);

        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).chosen()).containsExactly("-", "alpha", "beta", "gamma");
            assertThat(cluster.at(i).applied()).extracting(Applied::slot).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    @Tag("GO-M2")
    @Tag("P53")
    void of_two_proposals_for_one_name_one_wins_and_both_callers_learn_the_winner() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);

        long bob = cluster.propose(3, decide("seat", "bob"));
        long alice = cluster.propose(2, decide("seat", "alice"));
        cluster.deliver(2, 1);
        cluster.deliverAll();

        assertThat(cluster.outcome(alice)).isEqualTo(decided("seat", "alice", 2, true));
        assertThat(cluster.outcome(bob)).isEqualTo(decided("seat", "alice", 2, false));
    }

    @Test
    @Tag("PY-9")
    void with_a_steady_leader_phase_1_is_run_once_for_many_commands() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);

        List<Long> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(cluster.propose(1 + i % 3, append("value" + i)));
            cluster.pass(1);
        }

        assertThat(calls).allMatch(call -> cluster.outcome(call) instanceof Outcome.Done);
        // one Prepare to each of the two others, and one campaign of one node
        assertThat(cluster.sent(Prepare.class)).hasSize(2);
        assertThat(cluster.sent(Poll.class)).hasSize(2);
    }

    @Test
    @Tag("PY-8")
    void a_batch_that_is_lost_is_sent_again_until_it_is_chosen() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);
        // bug (6) of jvenkit1/paxos-go: phase 2 was sent once
        cluster.lose(envelope -> envelope.message() instanceof Accept);
        long call = cluster.propose(1, append("a"));
        cluster.pass(1);
        assertThat(cluster.outcome(call)).isNull();

        cluster.heal();
        cluster.pass(4);

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
        assertThat(cluster.at(2).chosen()).containsExactly("-", "a");
    }

    @Test
    @Tag("GO-P15")
    void the_lower_node_leads_when_the_higher_ones_never_ask() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(1);
        cluster.pass(5 * TIME_OUT);

        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
        assertThat(cluster.at(3).status().leader()).isEqualTo(node(1));
    }

    @Test
    @Tag("GO-P15")
    void when_the_leader_is_gone_a_follower_takes_over_and_goes_on() {
        // bug (5) of jvenkit1/paxos-go: an election was held only once, at the start
        ScriptedCluster cluster = ScriptedCluster.founded(3);
        cluster.elect(3);
        cluster.propose(3, append("a"));
        cluster.deliverAll();
        cluster.at(3).crash();

        cluster.takeOver(1, 2);

        long call = cluster.propose(2, append("b"));
        cluster.pass(1);
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class);
        assertThat(cluster.at(1).appliedCommands()).containsExactly("a", "b");
    }

    @Test
    @Tag("P51")
    void commands_without_a_leader_are_refused_as_not_executed() {
        ScriptedCluster cluster = ScriptedCluster.founded(3);

        long call = cluster.propose(1, append("a"));

        assertThat(cluster.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_LEADER));
    }
}
