package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.Commands.poison;
import static io.paxos.core.replica.ScriptedCluster.LEADER_FORGOTTEN;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.Bytes;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.machine.ValueOf;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Poll;
import io.paxos.core.message.Prepare;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is chosen is applied strictly in order (rules L6, L7), and what a node does that cannot apply (PITFALLS 72, 73). */
class ApplyTests {

    /** A state machine with a fault of this node's own: it throws at one value. */
    private static final class Stumbling implements StateMachine {
        private final StateMachine state = new ReplicatedState();
        private String stone = "";

        @Override
        public OperationResult apply(long slot, Bytes body) {
            if (!stone.isEmpty() && body.utf8().contains(stone)) {
                throw new IllegalStateException("stumbled over " + stone);
            }
            return state.apply(slot, body);
        }

        @Override
        public QueryResult query(Query query) {
            return state.query(query);
        }

        @Override
        public StateMachine copy() {
            return state.copy();
        }
    }

    private final ScriptedCluster cluster = ScriptedCluster.founded(3, Stumbling::new);

    @Test
    @Tag("P35")
    void slots_are_applied_in_steps_of_one_and_again_from_1_after_a_restart() {
        cluster.elect(1);
        for (String value : new String[] {"a", "b", "c"}) {
            cluster.propose(1, append(value));
            cluster.pass(1);
        }
        cluster.pass(1);
        assertThat(cluster.at(2).applied()).extracting(Applied::slot).containsExactly(1L, 2L, 3L, 4L);

        cluster.at(2).restart();
        cluster.pass(2);

        assertThat(cluster.at(2).applied()).extracting(Applied::slot).containsExactly(1L, 2L, 3L, 4L);
        assertThat(cluster.at(2).appliedCommands()).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("P89")
    @Tag("P35")
    void a_restarted_node_applies_up_to_its_durable_mark_without_asking_anybody() {
        cluster.elect(1);
        for (String value : new String[] {"a", "b", "c"}) {
            cluster.propose(1, append(value));
            cluster.pass(1);
        }
        cluster.isolate(2);

        cluster.at(2).restart();

        // L7: the mark rides in the meta row of the last write, that of slot 4, when slots up to 3 were known chosen
        assertThat(cluster.at(2).durableMeta().chosenUpTo()).isEqualTo(3);
        assertThat(cluster.at(2).appliedCommands()).containsExactly("a", "b");
    }

    @Test
    @Tag("P89")
    void after_a_restart_of_all_only_the_last_slots_are_proposed_again() {
        cluster.elect(1);
        for (int i = 0; i < 50; i++) {
            cluster.propose(1, append("value" + i));
            cluster.pass(1);
        }
        for (int i = 1; i <= 3; i++) {
            cluster.at(i).restart();
        }
        cluster.forgetSent();
        cluster.takeOver(2, 1, 3);

        long again = cluster.sent(Accept.class, 2).stream().mapToLong(Accept::firstSlot).distinct().count();
        assertThat(again).isEqualTo(1);
        assertThat(cluster.sent(Accept.class, 2).get(0).entries()).hasSizeLessThanOrEqualTo(2);
        assertThat(cluster.at(2).appliedCommands()).hasSize(50);
    }

    @Test
    @Tag("P72")
    void a_leader_that_cannot_apply_leaves_the_leadership_and_goes_on_voting() {
        cluster.elect(1);
        ((Stumbling) cluster.at(1).machine()).stone = "bad";
        long call = cluster.propose(1, append("bad"));
        cluster.deliverAll();

        assertThat(cluster.at(1).status().role()).isEqualTo("follower");
        assertThat(cluster.at(1).status().applyHalted()).contains("slot 2").contains("stumbled");
        assertThat(cluster.at(1).status().fenced()).isNull();
        assertThat(cluster.at(1).events(Event.ApplyHalted.class)).hasSize(1);
        // the command is chosen; this node cannot know its answer
        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Unknown.class);

        // node2 leads by the vote of node1, while node3 is down
        cluster.at(3).crash();
        cluster.tick(1, LEADER_FORGOTTEN);
        cluster.timeOut(2);
        long next = cluster.propose(2, append("next"));
        cluster.deliverAll();
        assertThat(cluster.outcome(next)).isEqualTo(appended(1, 4));
        assertThat(cluster.at(1).durable().votes()).containsKey(4L);
        // and it skips nothing: what comes behind is not applied there
        assertThat(cluster.at(1).status().applied()).isEqualTo(1);
    }

    @Test
    @Tag("P72")
    void a_node_that_cannot_apply_does_not_campaign_and_refuses_its_callers() {
        cluster.elect(1);
        ((Stumbling) cluster.at(2).machine()).stone = "bad";
        cluster.propose(1, append("bad"));
        cluster.deliverAll();
        cluster.pass(1);
        assertThat(cluster.at(2).status().applyHalted()).isNotNull();
        cluster.at(1).crash();

        cluster.tick(2, 5 * TIME_OUT);
        cluster.deliverAll();

        assertThat(cluster.sent(Poll.class, 2)).isEmpty();
        for (long call : new long[] {cluster.propose(2, append("a")), cluster.read(2, new ValueOf("k")),
            cluster.readLocally(2, new ValueOf("k"))}) {
            assertThat(cluster.outcome(call)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                    refused -> assertThat(refused.reason()).isEqualTo(Reason.FENCED));
        }
        // the others go on without it
        cluster.timeOut(3);
        assertThat(cluster.at(3).status().serving()).isTrue();
    }

    @Test
    @Tag("P72")
    void a_poller_that_cannot_apply_gives_up_its_campaign() {
        // node3 misses "bad", hears no more of the leader, and polls
        cluster.elect(1);
        ((Stumbling) cluster.at(3).machine()).stone = "bad";
        cluster.lose(Accept.class, 3);
        cluster.propose(1, append("bad"));
        cluster.deliverAll();
        cluster.tick(1, 1);
        cluster.deliverAll();
        cluster.cut(1, 3);
        cluster.hold(3, 2);
        cluster.tick(3, TIME_OUT);
        assertThat(cluster.at(3).status().role()).isEqualTo("poller");
        cluster.forgetSent();

        // the value that it had asked for comes in, and it cannot apply it; then its poll is granted
        cluster.at(3).receives(cluster.at(2).header(), cluster.fetchedFrom(2, 2));
        assertThat(cluster.at(3).status().applyHalted()).isNotNull();
        cluster.tick(2, LEADER_FORGOTTEN);
        cluster.releaseAll();

        // a leader that cannot apply would never serve a read, and its heartbeats keep others from taking over
        assertThat(cluster.sent(Prepare.class, 3)).isEmpty();
        assertThat(cluster.at(3).status().role()).isEqualTo("follower");
    }

    @Test
    @Tag("P73")
    void an_undecodable_command_is_skipped_by_nobody() {
        cluster.elect(1);
        cluster.propose(1, poison());
        cluster.deliverAll();
        cluster.pass(2 * TIME_OUT);

        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).status().applied()).isEqualTo(1);
            assertThat(cluster.at(i).status().applyHalted()).contains("slot 2");
        }
    }

    @Test
    @Tag("P72")
    void a_node_alone_that_cannot_apply_its_own_log_starts_and_says_so() {
        List<Stumbling> machines = new ArrayList<>();
        ScriptedCluster alone = ScriptedCluster.founded(1, () -> {
            Stumbling machine = new Stumbling();
            machine.stone = machines.isEmpty() || machines.size() == 1 ? "" : "bad";
            machines.add(machine);
            return machine;
        });
        for (String value : new String[] {"a", "bad", "c"}) {
            alone.propose(1, append(value));
        }
        assertThat(alone.at(1).appliedCommands()).containsExactly("a", "bad", "c");

        // it is started again by an older release, say, that does not know the command
        alone.at(1).restart();

        assertThat(alone.at(1).status().founding().status()).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(alone.at(1).status().applyHalted()).contains("slot 3");
        assertThat(alone.at(1).appliedCommands()).containsExactly("a");
        assertThat(alone.outcome(alone.readLocally(1, new ValueOf("k")))).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    @Tag("PY-4")
    @Tag("USI-4")
    void a_node_that_was_away_fetches_the_whole_history_page_by_page_in_order() {
        cluster.elect(1);
        cluster.at(3).crash();
        for (int i = 0; i < 20; i++) {
            cluster.propose(1, append("value" + i));
            cluster.pass(1);
        }
        cluster.at(3).start();
        cluster.pass(3);

        assertThat(cluster.at(3).chosen()).isEqualTo(cluster.at(1).chosen());
        assertThat(cluster.at(3).applied()).extracting(Applied::slot).hasSize(21).isSorted().doesNotHaveDuplicates();
        // pages of four, each asked for once
        assertThat(cluster.sent(Fetch.class, 3)).hasSize(5);
    }
}
