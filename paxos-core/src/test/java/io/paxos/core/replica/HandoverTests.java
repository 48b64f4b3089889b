package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Poll;
import io.paxos.core.message.Transfer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader hands over (3.6). */
class HandoverTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P78")
    void the_target_of_a_transfer_takes_over_without_waiting_for_a_time_out() {
        cluster.elect(1);
        cluster.forgetSent();

        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.deliverAll();

        // no tick has passed, and node2 hears its leader well
        assertThat(cluster.at(3).status().serving()).isTrue();
        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        assertThat(cluster.sent(Transfer.class)).hasSize(1);
        long call = cluster.propose(1, append("a"));
        cluster.pass(1);
        assertThat(cluster.outcome(call)).isNotNull();
    }

    @Test
    @Tag("P78")
    void a_transfer_without_a_target_goes_to_a_member_that_is_there() {
        cluster.elect(1);
        cluster.at(2).crash();
        cluster.pass(LEADER_FORGOTTEN + 1);

        cluster.at(1).input(new Input.TransferLeadership(null));
        cluster.deliverAll();

        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P78")
    void a_heartbeat_right_behind_the_transfer_does_not_end_the_handover() {
        cluster.elect(1);
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.tick(1, 1);

        cluster.deliverAll();

        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P78")
    void a_transfer_that_gets_lost_is_sent_again_with_the_next_heartbeat() {
        cluster.elect(1);
        cluster.lose(Transfer.class, 3);
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.deliverAll();
        cluster.heal();

        cluster.pass(1);

        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P78")
    void a_poll_of_a_handover_that_gets_lost_is_sent_again_when_the_leader_asks_again() {
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Poll);
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.deliverAll();
        cluster.heal();

        // one heartbeat later, long before any time-out
        cluster.pass(1);

        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P78")
    void a_leader_that_hands_over_proposes_nothing_new_until_the_attempt_is_given_up() {
        cluster.elect(1);
        cluster.hold(1, 3);
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isNull();

        // the target is dead: after an election time-out the leader goes on
        cluster.at(3).crash();
        cluster.pass(LEADER_FORGOTTEN);

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P78")
    void a_transfer_goes_to_who_was_heard_last_and_never_to_one_that_is_silent() {
        cluster.elect(1);
        cluster.pass(1);
        cluster.at(2).crash();
        cluster.pass(1);

        cluster.at(1).input(new Input.TransferLeadership(null));
        cluster.deliverAll();
        assertThat(cluster.at(3).status().serving()).isTrue();

        cluster.pass(3);
        cluster.at(3).input(new Input.TransferLeadership(node(2)));
        assertThat(cluster.at(3).replica().isHandingOver()).isFalse();
    }

    @Test
    @Tag("P78")
    @Tag("P76")
    void a_transfer_goes_to_whoever_has_written_most() {
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Accepted && envelope.header().from().equals(node(2)));
        long call = cluster.propose(1, append("a"));
        cluster.pass(2);
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));

        cluster.at(1).input(new Input.TransferLeadership(null));
        cluster.deliverAll();
        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P78")
    void what_is_under_way_is_chosen_before_the_target_is_asked() {
        cluster.elect(1);
        cluster.hold(2, 1);
        cluster.hold(3, 1);
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.deliverAll();
        assertThat(cluster.sent(Transfer.class)).isEmpty();
        assertThat(cluster.at(1).replica().isHandingOver()).isTrue();

        cluster.releaseAll();

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
        assertThat(cluster.sent(Transfer.class)).hasSize(1);
        assertThat(cluster.at(3).status().serving()).isTrue();
        assertThat(cluster.at(1).replica().isHandingOver()).isFalse();
    }

    @Test
    @Tag("P78")
    void without_a_quorum_that_was_heard_lately_nothing_is_handed_over() {
        cluster.elect(1);
        cluster.isolate(1);
        cluster.tick(1, LEADER_FORGOTTEN - 1);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");

        cluster.at(1).input(new Input.TransferLeadership(null));

        assertThat(cluster.at(1).replica().isHandingOver()).isFalse();
        assertThat(cluster.sent(Transfer.class)).isEmpty();
    }

    @Test
    @Tag("P78")
    void only_a_serving_leader_hands_over_and_only_to_a_member() {
        cluster.at(1).input(new Input.TransferLeadership(node(3)));
        cluster.elect(1);
        cluster.at(1).input(new Input.TransferLeadership(node(1)));
        cluster.at(1).input(new Input.TransferLeadership(node(9)));
        cluster.at(2).input(new Input.TransferLeadership(node(3)));

        assertThat(cluster.sent(Transfer.class)).isEmpty();
    }

    @Test
    @Tag("P42")
    void a_stranger_to_the_leader_cannot_start_a_transfer() {
        cluster.elect(1);
        // a Transfer of another ballot than the one followed
        cluster.at(3).receives(cluster.at(2).header(), new Transfer(new Ballot(0, 1, node(2))));

        assertThat(cluster.at(3).status().role()).isEqualTo("follower");
    }
}
