package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.Commands.decide;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Bytes;
import io.paxos.core.machine.DecisionOf;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Nack;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads are linearizable unless the caller asks for a local one (rules S4, R1, R2). */
class ReadTests {

    private static final DecisionOf SEAT = new DecisionOf("seat");

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P41")
    void a_read_on_the_leader_sees_what_was_acknowledged_before() {
        cluster.elect(1);
        cluster.propose(1, decide("seat", "alice"));
        cluster.deliverAll();

        long read = cluster.read(1, SEAT);
        assertThat(cluster.outcome(read)).as("not before a quorum has confirmed").isNull();
        cluster.deliverAll();

        assertThat(cluster.outcome(read)).isEqualTo(seat("alice", 2));
    }

    @Test
    @Tag("P41")
    void a_read_on_a_follower_waits_until_the_follower_has_applied_the_leaders_index() {
        cluster.elect(1);
        // node3 misses the Accept of a value that is acknowledged
        cluster.lose(Accept.class, 3);
        long call = cluster.propose(1, decide("seat", "alice"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class);

        long read = cluster.read(3, SEAT);
        cluster.deliverAll();
        assertThat(cluster.outcome(read)).isNull();

        // it learns that something is missing, fetches it, and answers
        cluster.pass(3);
        assertThat(cluster.outcome(read)).isEqualTo(seat("alice", 2));
    }

    @Test
    @Tag("P41")
    void all_reads_that_wait_on_a_follower_share_a_question() {
        cluster.elect(1);
        cluster.forgetSent();
        cluster.hold(2, 1);
        for (int i = 0; i < 5; i++) {
            cluster.read(2, SEAT);
        }
        cluster.releaseAll();

        assertThat(cluster.sent(ReadIndex.class)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @Tag("P41")
    void a_stale_leader_answers_no_read() {
        cluster.elect(1);
        cluster.isolate(1);
        cluster.takeOver(2, 3);
        cluster.propose(2, decide("seat", "alice"));
        cluster.deliverAll();
        assertThat(cluster.at(1).status().serving()).as("node1 believes that it still leads").isTrue();

        long stale = cluster.read(1, SEAT);
        cluster.tick(1, 2);
        assertThat(cluster.outcome(stale)).isNull();

        // the first answer that it gets deposes it
        cluster.heal();
        cluster.tick(1, 1);
        cluster.deliverAll();
        assertThat(cluster.at(1).status().serving()).isFalse();
        assertThat(cluster.outcome(stale)).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    @Tag("P41")
    @Tag("CONS-2")
    void a_node_that_has_promised_a_higher_ballot_refuses_the_round_of_a_lower_one() {
        cluster.elect(1);
        Ballot lower = Objects.requireNonNull(cluster.at(1).status().ballot());
        cluster.isolate(1);
        cluster.takeOver(2, 3);
        Ballot higher = cluster.at(3).status().promised();
        cluster.heal();
        cluster.forgetSent();

        cluster.at(3).receives(cluster.at(1).header(), new Heartbeat(lower, 1, 7));

        assertThat(cluster.sent(HeartbeatAck.class, 3)).isEmpty();
        assertThat(cluster.sent(Nack.class, 3)).containsExactly(new Nack(lower, higher));
    }

    @Test
    @Tag("P41")
    void so_does_one_that_follows_nobody_since_it_was_started_again() {
        cluster.elect(1);
        Ballot lower = Objects.requireNonNull(cluster.at(1).status().ballot());
        cluster.isolate(1);
        cluster.takeOver(2, 3);
        Ballot higher = cluster.at(3).status().promised();
        cluster.at(3).crash();
        cluster.at(3).restart();
        cluster.forgetSent();

        cluster.at(3).receives(cluster.at(1).header(), new Heartbeat(lower, 1, 7));

        assertThat(cluster.sent(HeartbeatAck.class, 3)).isEmpty();
        assertThat(cluster.sent(Nack.class, 3)).containsExactly(new Nack(lower, higher));
    }

    @Test
    @Tag("P41")
    void a_read_on_a_leader_that_hears_nobody_ends_when_it_steps_down() {
        cluster.elect(1);
        cluster.isolate(1);
        long read = cluster.read(1, SEAT);

        cluster.tick(1, LEADER_FORGOTTEN + 1);

        assertThat(cluster.outcome(read)).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    @Tag("P93")
    void an_acknowledgement_of_a_heartbeat_from_before_the_read_does_not_confirm_it() {
        cluster.elect(1);
        // a heartbeat is acknowledged by both, and the acknowledgements are on their way
        cluster.hold(2, 1);
        cluster.hold(3, 1);
        cluster.tick(1, 1);
        cluster.deliverAll();
        assertThat(cluster.sent(HeartbeatAck.class, 2)).isNotEmpty();
        // the read comes in now; whatever happened since the acknowledgements left, they cannot know
        long read = cluster.read(1, SEAT);
        cluster.lose(envelope -> envelope.message() instanceof Heartbeat);

        cluster.deliver(2, 1);
        cluster.deliver(3, 1);

        assertThat(cluster.outcome(read)).isNull();
        // its own round confirms it
        cluster.heal();
        cluster.releaseAll();
        cluster.pass(1);
        assertThat(cluster.outcome(read)).isEqualTo(seat(null, 0));
    }

    @Test
    @Tag("P33")
    @Tag("P93")
    void a_new_leader_answers_no_read_before_its_start_barrier_is_applied() {
        // node1 got "alice" chosen and acknowledged; node2 has voted for it and does not know that it is chosen
        cluster.elect(1);
        cluster.at(3).crash();
        long call = cluster.propose(1, decide("seat", "alice"));
        cluster.deliver(1, 2);
        cluster.deliver(2, 1);
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class);
        cluster.at(1).crash();
        cluster.deliverAll();
        cluster.at(3).start();
        assertThat(cluster.at(2).chosen()).containsExactly("-");

        // node2 wins phase 1, and its Accepts are not acknowledged yet
        cluster.lose(Accepted.class, 2);
        cluster.tick(3, LEADER_FORGOTTEN);
        cluster.timeOut(2);
        assertThat(cluster.at(2).status().role()).isEqualTo("leader");
        assertThat(cluster.at(2).status().serving()).isFalse();
        long read = cluster.read(2, SEAT);
        cluster.tick(2, 2);
        cluster.deliverAll();
        assertThat(cluster.sent(HeartbeatAck.class, 3)).isNotEmpty();
        assertThat(cluster.outcome(read)).as("its state does not hold alice yet").isNull();

        // the recovered slot and the barrier are chosen
        cluster.heal();
        cluster.pass(5);
        assertThat(cluster.outcome(read)).isEqualTo(seat("alice", 2));
    }

    @Test
    @Tag("P33")
    void a_new_leader_acknowledges_no_command_before_all_lower_slots_are_chosen() {
        cluster.elect(1);
        cluster.lose(Accept.class, 3);
        cluster.lose(Accepted.class, 1);
        cluster.propose(1, append("recovered"));
        cluster.deliverAll();
        cluster.at(1).crash();
        cluster.heal();
        // node2 leads; of its first batch no acknowledgement comes, of the next one it does
        cluster.tick(3, LEADER_FORGOTTEN);
        cluster.lose(Accepted.class, 2);
        cluster.timeOut(2);
        cluster.heal();
        long call = cluster.propose(2, append("new"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isNull();

        cluster.pass(4);

        assertThat(cluster.at(2).chosen()).containsExactly("-", "recovered", "-", "new");
        assertThat(cluster.outcome(call)).isEqualTo(appended(1, 4));
    }

    @Test
    @Tag("P41")
    void a_local_read_is_answered_at_once_from_what_is_applied_here() {
        cluster.elect(1);
        cluster.propose(1, decide("seat", "alice"));
        cluster.deliverAll();
        cluster.pass(1);
        cluster.isolate(3);

        assertThat(cluster.outcome(cluster.readLocally(3, SEAT))).isEqualTo(seat("alice", 2));
    }

    @Test
    @Tag("P41")
    void a_read_whose_question_is_lost_is_asked_again() {
        cluster.elect(1);
        cluster.lose(ReadIndex.class, 1);
        long read = cluster.read(2, SEAT);
        cluster.pass(1);
        assertThat(cluster.outcome(read)).isNull();

        cluster.heal();
        cluster.pass(5);

        assertThat(cluster.outcome(read)).isEqualTo(seat(null, 0));
    }

    @Test
    @Tag("P41")
    void a_leader_that_is_asked_as_another_leadership_says_that_it_cannot_tell() {
        cluster.elect(1);
        Ballot other = new Ballot(0, 1, ScriptedCluster.node(3));
        cluster.forgetSent();

        cluster.at(1).receives(cluster.at(2).header(), new ReadIndex(5, other));

        assertThat(cluster.sent(ReadIndexAnswer.class, 1)).containsExactly(new ReadIndexAnswer(5, -1));
    }

    @Test
    @Tag("P38")
    void reads_on_a_follower_end_when_the_leader_changes() {
        cluster.elect(1);
        cluster.lose(ReadIndex.class, 1);
        long read = cluster.read(2, SEAT);
        cluster.isolate(1);

        cluster.takeOver(3, 2);

        assertThat(cluster.outcome(read)).isInstanceOf(Outcome.NotExecuted.class);
    }

    private static Outcome seat(@Nullable String value, long slot) {
        return new Outcome.ReadDone(new DecisionResult("seat", value == null ? null : Bytes.utf8(value), slot));
    }
}
