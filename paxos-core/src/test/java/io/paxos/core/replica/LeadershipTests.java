package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.Prepare;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who leads, and when another one does (rules S1, 3.6). */
class LeadershipTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P42")
    void a_node_that_cannot_hear_the_leader_raises_no_ballot_and_disturbs_nobody() {
        cluster.elect(1);
        Ballot ballot = cluster.at(1).status().ballot();
        cluster.cut(1, 3);

        cluster.pass(20 * TIME_OUT);

        // node2 hears the leader and grants no poll of node3
        assertThat(cluster.sent(Poll.class, 3)).isNotEmpty();
        assertThat(cluster.sent(Prepare.class, 3)).isEmpty();
        assertThat(cluster.at(3).status().promised()).isEqualTo(ballot);
        assertThat(cluster.at(1).status().ballot()).isEqualTo(ballot);
        assertThat(cluster.at(1).status().serving()).isTrue();
        cluster.heal();
        cluster.pass(2);
        assertThat(cluster.at(3).status().leader()).isEqualTo(node(1));
    }

    @Test
    @Tag("P42")
    void a_poll_changes_nothing_durable() {
        cluster.lose(envelope -> envelope.message() instanceof Prepare);
        cluster.timeOut(1);

        assertThat(cluster.at(2).durableMeta().promised()).isEqualTo(Ballot.NONE);
        assertThat(cluster.at(2).status().promised()).isEqualTo(Ballot.NONE);
    }

    @Test
    @Tag("P44")
    void with_one_link_cut_the_node_that_reaches_all_keeps_the_cluster_going() {
        cluster.elect(2);
        cluster.cut(1, 3);
        cluster.pass(5 * TIME_OUT);

        long one = cluster.propose(1, append("a"));
        long three = cluster.propose(3, append("b"));
        cluster.pass(1);

        assertThat(cluster.outcome(one)).isInstanceOf(Outcome.Done.class);
        assertThat(cluster.outcome(three)).isInstanceOf(Outcome.Done.class);
        assertThat(cluster.at(2).status().role()).isEqualTo("leader");
    }

    @Test
    @Tag("P43")
    void a_leader_that_is_heard_but_hears_nobody_steps_down() {
        cluster.elect(1);
        cluster.cutOneWay(2, 1);
        cluster.cutOneWay(3, 1);
        cluster.pass(LEADER_FORGOTTEN);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");

        cluster.pass(1);

        assertThat(cluster.at(1).status().role()).isNotEqualTo("leader");
        // so that another can take over: its own polls are granted by nobody who could answer it
        cluster.takeOver(2, 3);
    }

    @Test
    @Tag("P43")
    void one_answering_follower_of_two_keeps_a_leader_in_office() {
        cluster.elect(1);
        cluster.isolate(3);

        cluster.pass(5 * TIME_OUT);

        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P13")
    @Tag("CONS-5")
    void a_refused_candidate_waits_a_time_out_and_then_goes_above_the_ballot_that_stood_in_its_way() {
        // node1 asks with a low ballot; node2 and node3 have promised node3 a higher one
        cluster.hold(1, 2);
        cluster.hold(1, 3);
        cluster.timeOut(1);
        cluster.deliver(1, 2);
        cluster.deliver(1, 3);
        cluster.deliverAll();
        cluster.tick(2, 1);
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");
        Ballot low = cluster.at(1).status().ballot();
        Ballot high = new Ballot(0, low.round() + 6, node(3));
        cluster.at(2).receives(cluster.at(3).header(), new Prepare(high, 1, 1));
        cluster.deliver(1, 2);
        cluster.forgetSent();

        // the refusal comes back
        cluster.deliver(2, 1);

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        cluster.tick(1, TIME_OUT - 1);
        assertThat(cluster.sent(Poll.class, 1)).isEmpty();
        assertThat(cluster.sent(Prepare.class, 1)).isEmpty();
        cluster.releaseAll();
        cluster.tick(1, 1);
        cluster.deliverAll();
        // CONS-2: it jumps above instead of counting up
        assertThat(cluster.sent(Prepare.class, 1)).isNotEmpty().allMatch(prepare -> prepare.ballot().round() == high.round() + 1);
    }

    @Test
    @Tag("P13")
    @Tag("CONS-2")
    void a_nack_of_the_own_ballot_ends_the_campaign_without_another() {
        cluster.cut(1, 3);
        cluster.lose(Prepare.class, 2);
        cluster.timeOut(1);
        Ballot own = cluster.at(1).status().ballot();
        cluster.forgetSent();

        cluster.at(1).receives(cluster.at(2).header(), new Nack(own, new Ballot(0, 30, node(3))));

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        assertThat(cluster.sent(Poll.class)).isEmpty();
        assertThat(cluster.sent(Prepare.class)).isEmpty();
    }

    @Test
    @Tag("P13")
    void a_nack_of_another_ballot_is_of_no_concern() {
        cluster.elect(1);
        Ballot own = cluster.at(1).status().ballot();

        cluster.at(1).receives(cluster.at(2).header(), new Nack(new Ballot(0, own.round(), node(3)), new Ballot(0, 30, node(3))));

        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P06")
    void promises_of_an_older_campaign_win_no_newer_one() {
        // the promises of the first campaign are held back
        cluster.hold(2, 1);
        cluster.hold(3, 1);
        cluster.tick(1, TIME_OUT);
        cluster.deliverAll();
        cluster.deliver(2, 1);
        cluster.deliver(3, 1);
        cluster.deliverAll();
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");
        Ballot first = cluster.at(1).status().ballot();
        // a second campaign begins; its polls are answered, its Prepares get lost
        cluster.lose(envelope -> envelope.message() instanceof Prepare);
        cluster.hold(2, 1);
        cluster.tick(1, TIME_OUT);
        cluster.deliver(1, 3);
        cluster.deliver(3, 1);
        assertThat(cluster.at(1).status().ballot()).isGreaterThan(first);

        // now the promises of the first arrive
        cluster.releaseAll();

        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");
    }

    @Test
    @Tag("P30")
    void a_node_that_is_far_behind_fetches_before_it_campaigns() {
        cluster.elect(1);
        cluster.isolate(3);
        for (int i = 0; i < 10; i++) {
            cluster.propose(1, append("value" + i));
            cluster.pass(1);
        }
        cluster.at(1).crash();
        cluster.heal();
        cluster.forgetSent();
        // node3 lacks more than a batch of what node2 knows chosen
        cluster.tick(2, LEADER_FORGOTTEN);
        cluster.timeOut(3);
        assertThat(cluster.sent(Poll.class, 3)).isNotEmpty();
        assertThat(cluster.sent(Prepare.class, 3)).isEmpty();

        // it asks node1, which is down, and then node2; its next campaign begins where that ended
        cluster.timeOut(3);
        cluster.timeOut(3);

        assertThat(cluster.at(3).status().serving()).isTrue();
        assertThat(cluster.sent(Prepare.class, 3)).allMatch(prepare -> prepare.from() >= 10);
    }

    @Test
    @Tag("P48")
    void after_a_long_pause_old_messages_are_judged_by_their_ballot() {
        cluster.elect(1);
        // node2 is paused, with heartbeats and an Accept of node1 waiting for it
        cluster.hold(1, 2);
        cluster.propose(1, append("old"));
        cluster.tick(1, 3);
        cluster.cut(1, 3);
        cluster.takeOver(3, 2);
        Ballot now = cluster.at(2).status().ballot();

        cluster.deliver(1, 2);

        assertThat(cluster.at(2).status().ballot()).isEqualTo(now);
        assertThat(cluster.at(2).status().promised()).isEqualTo(now);
        assertThat(cluster.at(2).chosen()).doesNotContain("old");
    }
}
