package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Accepted;
import io.paxos.core.message.Submit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A command that was handed to the leader is handed in again when nothing is heard of it, without harm (rules C1, C4). */
class ResubmissionTests {

    private static final int CALLS = 60;

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("PY-8")
    void a_lost_submission_is_handed_in_again() {
        cluster.elect(1);
        cluster.lose(Submit.class, 1);
        long call = cluster.propose(2, append("a"));
        cluster.deliverAll();
        cluster.heal();

        cluster.pass(20);

        assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    @Tag("P70")
    @Tag("P92")
    void while_disks_hang_copies_neither_fill_the_leaders_queue_nor_end_a_call_nor_reach_the_log() {
        cluster.elect(1);
        cluster.pass(2);
        // the followers' disks hang: heartbeats go on, nothing is chosen
        cluster.at(2).slowDisk();
        cluster.at(3).slowDisk();
        List<Long> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(cluster.propose(2, append("v" + i)));
        }
        cluster.deliverAll();

        // long enough for many copies
        cluster.pass(100);
        assertThat(cluster.sent(Submit.class).size()).isGreaterThan(10);
        assertThat(calls).allSatisfy(call -> assertThat(cluster.outcome(call)).isNull());

        cluster.forgetSent();
        cluster.at(2).fastDisk();
        cluster.at(3).fastDisk();
        assertThat(cluster.sent(Accepted.class, 2)).as("one answer for each batch, however often it came")
                .doesNotHaveDuplicates();
        cluster.pass(60);
        assertThat(calls).allSatisfy(call -> assertThat(cluster.outcome(call)).isInstanceOf(Outcome.Done.class));
        assertThat(cluster.at(1).appliedCommands()).hasSize(CALLS).doesNotHaveDuplicates();
    }
}
