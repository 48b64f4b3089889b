package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.machine.ValueOf;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What leaves a node only when it is on the disk, and what a failed write does (rules A2, A5, B2, L7, DESIGN 6). */
class DurabilityTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P01")
    void a_promise_leaves_only_when_it_is_durable() {
        cluster.at(2).slowDisk();
        cluster.at(3).crash();
        cluster.timeOut(1);
        assertThat(cluster.sent(Prepare.class, 1)).isNotEmpty();
        assertThat(cluster.sent(Promise.class, 2)).isEmpty();
        assertThat(cluster.at(2).durableMeta().promised()).isEqualTo(Ballot.NONE);

        cluster.at(2).write();

        assertThat(cluster.sent(Promise.class, 2)).isNotEmpty();
        assertThat(cluster.at(2).durableMeta().promised().node()).isEqualTo(node(1));
    }

    @Test
    @Tag("P01")
    void a_promise_that_was_not_durable_is_not_remembered_and_was_never_told() {
        cluster.at(2).slowDisk();
        cluster.at(3).crash();
        cluster.timeOut(1);
        cluster.at(2).restart();

        assertThat(cluster.sent(Promise.class, 2)).isEmpty();
        assertThat(cluster.at(1).status().role()).isNotEqualTo("leader");
    }

    @Test
    @Tag("P02")
    void a_vote_is_acknowledged_only_when_it_is_durable() {
        cluster.elect(1);
        cluster.at(3).crash();
        cluster.at(2).slowDisk();
        cluster.forgetSent();
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        assertThat(cluster.sent(Accepted.class, 2)).isEmpty();
        assertThat(cluster.outcome(call)).isNull();

        cluster.at(2).write();
        cluster.deliverAll();

        assertThat(cluster.sent(Accepted.class, 2)).hasSize(1);
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P02")
    void the_leaders_own_vote_counts_only_when_it_is_durable_but_does_not_keep_the_batch_from_leaving() {
        cluster.elect(1);
        cluster.at(1).slowDisk();
        cluster.at(3).crash();
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();
        // A5: node2 has voted while the leader's disk is slow; that is one vote of three
        assertThat(cluster.at(2).durable().votes()).containsKey(2L);
        assertThat(cluster.outcome(call)).isNull();

        cluster.at(1).write();

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P76")
    void the_votes_of_the_others_make_a_quorum_without_the_leaders_slow_disk() {
        cluster.elect(1);
        cluster.at(1).slowDisk();

        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P76")
    void a_leader_whose_disk_is_far_slower_than_the_others_steps_down() {
        cluster.elect(1);
        cluster.at(1).slowDisk();
        cluster.propose(1, append("a"));
        cluster.pass(4 * LEADER_FORGOTTEN);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");

        cluster.pass(1);

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
    }

    @Test
    @Tag("P92")
    void where_all_disks_are_slow_alike_the_leader_goes_on() {
        cluster.elect(1);
        cluster.at(1).slowDisk();
        cluster.at(2).slowDisk();
        cluster.at(3).slowDisk();
        cluster.propose(1, append("a"));

        cluster.pass(10 * LEADER_FORGOTTEN);

        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
    }

    @Test
    @Tag("P02")
    void what_was_acknowledged_is_there_after_a_loss_of_power_on_every_node() {
        cluster.elect(1);
        long call = cluster.propose(2, append("a"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));

        for (int i = 1; i <= 3; i++) {
            cluster.at(i).crash();
        }
        for (int i = 1; i <= 3; i++) {
            cluster.at(i).start();
        }
        cluster.takeOver(3, 1, 2);
        cluster.pass(1);

        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).appliedCommands()).containsExactly("a");
        }
    }

    @Test
    @Tag("P05")
    void a_prepare_leaves_only_when_the_own_promise_is_durable() {
        cluster.at(1).slowDisk();
        cluster.timeOut(1);
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");
        assertThat(cluster.sent(Prepare.class)).isEmpty();

        cluster.at(1).write();

        assertThat(cluster.sent(Prepare.class)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(cluster.at(1).durableMeta().promised()).isEqualTo(cluster.sent(Prepare.class).get(0).ballot());
    }

    @Test
    @Tag("P05")
    @Tag("TOY-9")
    void a_restarted_candidate_uses_another_ballot_wherever_it_crashed() {
        cluster.cut(1, 2);
        cluster.cut(1, 3);
        Ballot last = Ballot.NONE;
        for (int i = 0; i < 5; i++) {
            // the others grant its poll, and its Prepares leave and are lost; then it crashes
            cluster.heal();
            cluster.lose(envelope -> envelope.message() instanceof Prepare);
            cluster.forgetSent();
            cluster.timeOut(1);
            Ballot used = cluster.sent(Prepare.class, 1).get(0).ballot();
            assertThat(used).isGreaterThan(last);
            last = used;
            cluster.at(1).restart();
        }
    }

    @Test
    @Tag("P92")
    void an_accept_that_comes_again_while_the_disk_is_slow_is_written_once() {
        cluster.elect(1);
        cluster.at(2).slowDisk();
        cluster.at(3).crash();
        cluster.lose(Accepted.class, 1);
        cluster.propose(1, append("a"));
        cluster.deliverAll();
        // the leader sends it again before node2's disk has done its work
        cluster.tick(1, 4);
        cluster.deliverAll();
        cluster.forgetSent();
        cluster.at(2).write();
        assertThat(cluster.sent(Accepted.class, 2)).as("one answer leaves with the one write").hasSize(1);

        // the answers are lost, and it comes a third time
        cluster.forgetSent();
        cluster.tick(1, 4);
        cluster.deliverAll();

        assertThat(cluster.sent(Accepted.class, 2)).as("durable, so acknowledged at once").hasSize(1);
    }

    @Test
    @Tag("P11")
    @Tag("P12")
    void after_a_failed_write_a_node_takes_no_part_any_more_and_only_gives_out_what_is_chosen() {
        cluster.elect(1);
        cluster.propose(1, append("a"));
        cluster.deliverAll();
        cluster.pass(1);
        cluster.at(2).slowDisk();
        cluster.at(2).failWrite();
        cluster.forgetSent();

        assertThat(cluster.at(2).status().fenced()).isEqualTo("disk full");
        assertThat(cluster.at(2).events(Event.Fenced.class)).containsExactly(new Event.Fenced("disk full"));
        // it neither votes nor answers rounds and polls, nor campaigns
        cluster.propose(1, append("b"));
        cluster.pass(3);
        cluster.tick(2, 5 * TIME_OUT);
        cluster.at(2).receives(cluster.at(3).header(), new Poll(1, true));
        cluster.at(2).receives(cluster.at(3).header(), new Prepare(new Ballot(0, 9, node(3)), 1, 1));
        cluster.at(2).write();
        assertThat(cluster.sent(Accepted.class, 2)).isEmpty();
        assertThat(cluster.sent(HeartbeatAck.class, 2)).isEmpty();
        assertThat(cluster.sent(PollAnswer.class, 2)).isEmpty();
        assertThat(cluster.sent(Promise.class, 2)).isEmpty();
        assertThat(cluster.sent(Poll.class, 2)).isEmpty();

        // it refuses callers, readers of its own memory included, surely
        assertRefusedAsFenced(cluster.propose(2, append("c")));
        assertRefusedAsFenced(cluster.read(2, new ValueOf("k")));
        assertRefusedAsFenced(cluster.readLocally(2, new ValueOf("k")));

        // Fetch is answered
        cluster.at(2).receives(cluster.at(3).header(), new Fetch(1));
        assertThat(cluster.sent(Fetched.class, 2)).hasSize(1);
        assertThat(cluster.sent(Fetched.class, 2).get(0).chosenUpTo()).isEqualTo(2);
    }

    @Test
    @Tag("P99")
    void a_leader_whose_write_failed_sends_no_heartbeat_and_another_takes_over() {
        cluster.elect(1);
        cluster.at(1).slowDisk();
        cluster.at(1).failWrite();
        cluster.forgetSent();
        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        cluster.tick(1, 20);
        assertThat(cluster.sent(Heartbeat.class, 1)).isEmpty();

        cluster.takeOver(2, 3);
        long call = cluster.propose(3, append("a"));
        cluster.deliverAll();

        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    @Tag("P99")
    @Tag("P51")
    void calls_on_a_leader_whose_write_failed_end_at_once() {
        cluster.elect(1);
        cluster.cut(1, 2);
        cluster.cut(1, 3);
        long left = cluster.propose(1, append("left"));
        long read = cluster.read(1, new ValueOf("k"));

        cluster.at(1).failWrite();

        assertThat(cluster.outcome(left)).isInstanceOf(Outcome.Unknown.class);
        assertRefusedAsFenced(read);
    }

    @Test
    @Tag("P11")
    void a_fenced_node_that_is_restarted_goes_on_from_what_its_store_holds() {
        cluster.elect(1);
        cluster.at(2).slowDisk();
        cluster.propose(1, append("a"));
        cluster.deliverAll();
        cluster.at(2).failWrite();
        cluster.at(2).restart();
        cluster.at(2).fastDisk();
        assertThat(cluster.at(2).status().fenced()).isNull();

        cluster.pass(6);

        assertThat(cluster.at(2).appliedCommands()).containsExactly("a");
    }

    private void assertRefusedAsFenced(long call) {
        assertThat(cluster.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.FENCED));
    }
}
