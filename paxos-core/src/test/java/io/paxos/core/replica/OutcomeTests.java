package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.Commands.decided;
import static io.paxos.core.replica.Commands.under;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Decide;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import io.paxos.core.session.AnswerLimits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a caller is told: done, certainly not executed, or unknown (rules C1, C2, C4). */
class OutcomeTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P38")
    void a_command_that_left_a_deposed_leader_is_unknown_and_may_still_be_executed() {
        cluster.elect(1);
        cluster.propose(1, append("chosen"));
        cluster.deliverAll();
        long left = cluster.propose(1, append("left"));
        cluster.deliver(1, 2);
        cluster.isolate(1);

        cluster.tick(1, LEADER_FORGOTTEN + 1);
        assertThat(cluster.outcome(left)).isInstanceOf(Outcome.Unknown.class);

        // and so it is: node2 has a vote for it
        cluster.takeOver(2, 3);
        assertThat(cluster.at(2).appliedCommands()).containsExactly("chosen", "left");
    }

    @Test
    @Tag("P51")
    void a_command_that_never_left_a_deposed_leader_is_not_executed() {
        cluster.elect(1);
        cluster.isolate(1);
        // in a handover nothing new leaves
        cluster.at(1).input(new Input.TransferLeadership(null));
        long call = cluster.propose(1, append("never left"));

        cluster.tick(1, LEADER_FORGOTTEN - 1);
        cluster.heal();
        cluster.takeOver(2, 3);
        cluster.pass(4);

        assertThat(cluster.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_LEADER));
        assertThat(cluster.at(2).appliedCommands()).isEmpty();
    }

    @Test
    @Tag("P38")
    void a_command_that_a_follower_handed_on_is_unknown_when_the_leader_is_lost() {
        cluster.elect(1);
        cluster.lose(Submit.class, 1);
        long call = cluster.propose(2, append("a"));
        cluster.isolate(1);

        cluster.takeOver(3, 2);

        // the follower cannot know that its message was lost
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    @Tag("P51")
    void a_cancelled_command_that_was_not_proposed_is_not_executed_now_or_later() {
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Transfer);
        cluster.at(1).input(new Input.TransferLeadership(null));
        long call = cluster.propose(1, append("given up"));

        cluster.at(1).input(new Input.Cancel(call));
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.NotExecuted.class);

        // the handover fails, and the leader proposes what waits: not that one
        cluster.pass(LEADER_FORGOTTEN + 1);
        assertThat(cluster.at(1).status().serving()).isTrue();
        assertThat(cluster.at(1).appliedCommands()).isEmpty();
    }

    @Test
    @Tag("P51")
    void a_cancelled_call_is_unknown_while_another_one_waits_for_the_same_command() {
        cluster.elect(1);
        cluster.lose(envelope -> envelope.message() instanceof Transfer);
        cluster.at(1).input(new Input.TransferLeadership(null));
        Command command = append("asked for twice");
        long first = cluster.propose(1, command);
        long second = cluster.propose(1, command);

        cluster.at(1).input(new Input.Cancel(first));
        assertThat(cluster.outcome(first)).isInstanceOf(Outcome.Unknown.class);

        // the handover fails, and the leader proposes what the other call still waits for
        cluster.pass(LEADER_FORGOTTEN + 1);
        assertThat(cluster.outcome(second)).isInstanceOf(Outcome.Done.class);
        assertThat(cluster.at(1).appliedCommands()).containsExactly("asked for twice");
    }

    @Test
    @Tag("P51")
    void a_cancelled_command_that_was_proposed_is_unknown() {
        cluster.elect(1);
        long call = cluster.propose(1, append("under way"));

        cluster.at(1).input(new Input.Cancel(call));
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Unknown.class);

        // and it is executed after all, with nobody to answer
        cluster.deliverAll();
        assertThat(cluster.at(1).appliedCommands()).containsExactly("under way");
    }

    @Test
    @Tag("P51")
    void cancelling_what_has_ended_does_nothing() {
        cluster.elect(1);
        long call = cluster.propose(1, append("a"));
        cluster.deliverAll();

        cluster.at(1).input(new Input.Cancel(call));

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("PY-8")
    @Tag("P49")
    void a_submission_that_gets_lost_is_handed_in_again_and_executed_once() {
        cluster.elect(1);
        cluster.lose(Submit.class, 1);
        long call = cluster.propose(2, append("a"));
        cluster.pass(1);
        assertThat(cluster.outcome(call)).isNull();

        cluster.heal();
        cluster.pass(LEADER_FORGOTTEN + 1);

        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));
    }

    @Test
    @Tag("P38")
    void a_submission_to_a_node_that_leads_no_more_comes_back_without_waiting_for_a_deadline() {
        cluster.elect(1);
        cluster.hold(2, 1);
        long call = cluster.propose(2, append("a"));
        cluster.cut(1, 3);
        cluster.tick(1, LEADER_FORGOTTEN + 1);
        assertThat(cluster.at(1).status().role()).isEqualTo("follower");

        cluster.releaseAll();

        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    @Tag("P54")
    @Tag("P38")
    void a_submission_to_another_leadership_is_refused_and_not_passed_on() {
        cluster.elect(1);
        Command command = append("late");
        cluster.forgetSent();

        // one hop: neither a leader of another ballot nor a follower takes or forwards it
        Submit late = new Submit(new Ballot(0, 1, ScriptedCluster.node(3)), List.of(command));
        cluster.at(1).receives(cluster.at(2).header(), late);
        cluster.at(3).receives(cluster.at(2).header(), late);

        assertThat(cluster.sent(Refused.class)).containsExactly(new Refused(List.of(command.id()), false),
                new Refused(List.of(command.id()), false));
        assertThat(cluster.sent(Submit.class)).isEmpty();
        assertThat(cluster.sent(Accept.class)).isEmpty();
    }

    @Test
    @Tag("P49")
    void a_retry_gets_the_first_answer_and_executes_nothing_on_whichever_node() {
        cluster.elect(1);
        Command command = append("a");
        long first = cluster.propose(1, command);
        cluster.deliverAll();
        cluster.propose(1, append("b"));
        cluster.deliverAll();

        long again = cluster.propose(1, command);
        long elsewhere = cluster.propose(3, command);
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(first)).isEqualTo(appended(0, 2));
        assertThat(cluster.outcome(again)).isEqualTo(appended(0, 2));
        assertThat(cluster.outcome(elsewhere)).isEqualTo(appended(0, 2));
        assertThat(cluster.at(1).machine()).isEqualTo(cluster.at(3).machine());
    }

    @Test
    @Tag("P49")
    void a_retry_while_the_first_is_under_way_executes_once_and_both_get_the_answer() {
        cluster.elect(1);
        Command command = append("a");
        long first = cluster.propose(2, command);
        long second = cluster.propose(3, command);
        long third = cluster.propose(1, command);
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(first)).isEqualTo(cluster.outcome(second)).isEqualTo(cluster.outcome(third))
                .isInstanceOf(Outcome.Done.class);
        long next = cluster.propose(1, append("b"));
        cluster.deliverAll();
        assertThat(((Outcome.Done) cluster.outcome(next)).result())
                .extracting("index").as("of the same log").isEqualTo(1L);
    }

    @Test
    @Tag("P49")
    @Tag("P38")
    void an_unknown_command_that_is_retried_under_a_new_leader_is_executed_once() {
        cluster.elect(1);
        Command command = append("a");
        cluster.propose(1, command);
        cluster.deliver(1, 2);
        cluster.at(1).crash();
        cluster.drop(2, 1);
        cluster.takeOver(2, 3);

        long retry = cluster.propose(3, command);
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(retry)).isEqualTo(appended(0, 2));
        assertThat(cluster.at(3).appliedCommands()).startsWith("a");
        long next = cluster.propose(2, append("b"));
        cluster.deliverAll();
        assertThat(((Outcome.Done) cluster.outcome(next)).result()).extracting("index").isEqualTo(1L);
    }

    @Test
    @Tag("P53")
    @Tag("P49")
    void a_decision_stays_with_its_winner_and_a_retry_of_the_winner_has_still_won() {
        cluster.elect(1);
        Command alice = under("key-1", new Decide("seat", Bytes.utf8("alice")));
        Command bob = under("key-2", new Decide("seat", Bytes.utf8("bob")));
        long first = cluster.propose(2, alice);
        cluster.deliverAll();
        long loser = cluster.propose(3, bob);
        cluster.deliverAll();
        cluster.isolate(1);
        cluster.takeOver(2, 3);

        long retry = cluster.propose(3, under("key-1", new Decide("seat", Bytes.utf8("alice"))));
        cluster.deliverAll();

        assertThat(cluster.outcome(first)).isEqualTo(decided("seat", "alice", 2, true));
        assertThat(cluster.outcome(loser)).isEqualTo(decided("seat", "alice", 2, false));
        assertThat(cluster.outcome(retry)).isEqualTo(decided("seat", "alice", 2, true));
    }

    @Test
    @Tag("P49")
    void a_key_that_is_used_for_another_value_is_refused() {
        cluster.elect(1);
        cluster.propose(1, under("key", new Append("orders", Bytes.utf8("a"))));
        cluster.deliverAll();

        long other = cluster.propose(2, under("key", new Append("orders", Bytes.utf8("b"))));
        cluster.deliverAll();
        cluster.pass(1);

        assertThat(cluster.outcome(other)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_REUSED));
    }

    @Test
    @Tag("P71")
    void a_command_above_the_limit_is_refused_before_it_is_proposed() {
        cluster.elect(1);
        cluster.forgetSent();

        long call = cluster.propose(1, append("x".repeat(2000)));

        assertThat(cluster.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.VALUE_TOO_LARGE));
        assertThat(cluster.sent(Accept.class)).isEmpty();
    }

    @Test
    @Tag("P70")
    void a_full_queue_refuses_early_and_surely() {
        ReplicaOptions tiny = new ReplicaOptions(1, 5, 4, 1, 3, 2, 1, 4096, 1, 2, 1 << 20, 1024, AnswerLimits.DEFAULTS);
        ScriptedCluster small = ScriptedCluster.founded(3, tiny);
        small.elect(1);
        small.propose(1, append("under way"));
        small.propose(1, append("waiting"));

        long call = small.propose(1, append("too many"));
        assertThat(small.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED));

        small.deliverAll();
        assertThat(small.at(1).appliedCommands()).containsExactly("under way", "waiting");
    }

    @Test
    @Tag("P90")
    void concurrent_commands_of_one_client_are_executed_in_whatever_order_they_come() {
        cluster.elect(1);
        ClientId client = new ClientId(9, 9);
        long second = cluster.propose(1, ofClient(client, 2));
        cluster.deliverAll();
        long first = cluster.propose(1, ofClient(client, 1));
        cluster.deliverAll();

        assertThat(cluster.outcome(second)).isEqualTo(appended(0, 2));
        assertThat(cluster.outcome(first)).isEqualTo(appended(1, 3));
    }

    private static Command ofClient(ClientId client, long sequence) {
        return new Command(new ClientSequence(client, sequence), 1, 0, append("value" + sequence).body());
    }
}
