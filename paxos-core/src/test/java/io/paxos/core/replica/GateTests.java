package io.paxos.core.replica;

import static io.paxos.core.replica.Commands.append;
import static io.paxos.core.replica.Commands.appended;
import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Message;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose messages are looked at, and whose count (rules B4, F8). */
class GateTests {

    private static final Ballot HIGH = new Ballot(0, 9, node(3));

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    @Tag("P26")
    void a_message_of_another_cluster_is_not_looked_at() {
        Header own = cluster.at(3).header();
        assertIgnored(with(own, new ClusterId("other", own.cluster().founders()), "default", 0, own.storage()));
        // the same name, founded by others
        assertIgnored(with(own, new ClusterId("test", "00ff"), "default", 0, own.storage()));
        assertIgnored(with(own, ClusterId.unfounded("test"), "default", 0, own.storage()));
    }

    @Test
    @Tag("P26")
    void a_message_of_another_group_or_epoch_or_for_another_node_is_not_looked_at() {
        Header own = cluster.at(3).header();
        assertIgnored(with(own, own.cluster(), "other", 0, own.storage()));
        assertIgnored(with(own, own.cluster(), "default", 1, own.storage()));

        cluster.at(1).input(new Input.Received(new Envelope(own, node(2), new Prepare(HIGH, 1, 1))));
        assertThat(cluster.at(1).status().promised()).isEqualTo(Ballot.NONE);
    }

    @Test
    @Tag("P23")
    @Tag("P25")
    void the_messages_of_another_store_under_a_members_name_are_not_looked_at_and_reported_once() {
        Header own = cluster.at(3).header();
        StorageId other = new StorageId(66, 66);
        assertIgnored(with(own, own.cluster(), "default", 0, other));
        assertIgnored(with(own, own.cluster(), "default", 0, other));

        assertThat(cluster.at(1).events(Event.SenderRefused.class)).containsExactly(new Event.SenderRefused(node(3), other));
    }

    @Test
    @Tag("P25")
    void a_second_node_of_the_own_name_is_refused_and_reported() {
        Header own = cluster.at(1).header();
        StorageId other = new StorageId(66, 66);

        cluster.at(1).receives(with(own, own.cluster(), "default", 0, other), new Poll(1, true));

        assertThat(cluster.at(1).events(Event.SenderRefused.class)).containsExactly(new Event.SenderRefused(node(1), other));
    }

    @Test
    @Tag("P23")
    @Tag("P09")
    void an_unpinned_store_is_counted_neither_in_phase_1_nor_in_phase_2_nor_for_reads() {
        // node2 is down, node3's store is another one now: node1 is alone, whatever is said under node3's name
        cluster.at(2).crash();
        Header real = cluster.at(3).header();
        Header wiped = with(real, real.cluster(), "default", 0, new StorageId(66, 66));
        cluster.lose(envelope -> envelope.header().from().equals(node(3)) && !(envelope.message() instanceof Promise)
                && !(envelope.message() instanceof PollAnswer));
        cluster.hold(3, 1);
        cluster.tick(1, TIME_OUT);
        cluster.deliverAll();
        cluster.deliver(3, 1);
        cluster.deliverAll();
        Ballot ballot = cluster.at(1).status().ballot();
        assertThat(ballot).isNotNull();
        cluster.at(1).receives(wiped, new Promise(ballot, 1, 1, List.of(), 0, 0, 0));
        assertThat(cluster.at(1).status().role()).isEqualTo("candidate");

        // with the real promise it leads; the vote of the wiped store chooses nothing
        cluster.deliver(3, 1);
        assertThat(cluster.at(1).status().role()).isEqualTo("leader");
        cluster.at(1).receives(wiped, new Accepted(ballot, 1, 1));
        cluster.at(1).receives(wiped, new HeartbeatAck(ballot, 1, 99));
        assertThat(cluster.at(1).chosen()).isEmpty();
        cluster.at(1).receives(real, new Accepted(ballot, 1, 1));
        assertThat(cluster.at(1).chosen()).containsExactly("-");
    }

    @Test
    @Tag("P23")
    void a_wiped_node_learns_and_never_votes_and_nothing_acknowledged_is_lost() {
        cluster.elect(1);
        cluster.at(3).crash();
        long call = cluster.propose(1, append("acknowledged by node1 and node2"));
        cluster.deliverAll();
        assertThat(cluster.outcome(call)).isEqualTo(appended(0, 2));

        // node2 loses its data directory and comes back; node1 is away
        cluster.at(2).wipeAndRestart();
        cluster.pass(3);
        assertThat(cluster.at(2).status().founding().status()).isEqualTo(FoundingStatus.IDENTITY_MISMATCH);
        cluster.forgetSent();
        cluster.at(1).crash();
        cluster.at(3).start();
        cluster.pass(10 * TIME_OUT);

        // node3, which knows nothing of the value, and the wiped node2 are no quorum
        assertThat(cluster.at(3).status().role()).isNotEqualTo("leader");
        assertThat(cluster.sent(Promise.class, 2)).isEmpty();
        assertThat(cluster.sent(Poll.class, 2)).isEmpty();

        // with node1 they go on, and the wiped node learns everything
        cluster.at(1).start();
        cluster.takeOver(1, 3);
        cluster.pass(6);
        for (int i = 1; i <= 3; i++) {
            assertThat(cluster.at(i).appliedCommands()).containsExactly("acknowledged by node1 and node2");
        }
        assertThat(cluster.sent(Accepted.class, 2)).isEmpty();
        assertThat(cluster.at(2).durable().votes()).isEmpty();
    }

    @Test
    @Tag("P05")
    void a_ballot_is_taken_only_from_the_node_that_owns_it() {
        cluster.elect(1);
        Header other = cluster.at(2).header();

        cluster.at(3).receives(other, new Prepare(HIGH, 1, 1));
        cluster.at(3).receives(other, new Heartbeat(new Ballot(0, 9, node(1)), 7, 1));
        cluster.at(3).receives(other, new Accept(new Ballot(0, 9, node(1)), 1, List.of(append("forged")), 0));

        assertThat(cluster.at(3).status().promised()).isEqualTo(cluster.at(1).status().ballot());
        assertThat(cluster.at(3).chosen()).containsExactly("-");
    }

    @Test
    @Tag("P10")
    void a_promise_out_of_all_proportion_in_a_header_is_not_believed() {
        cluster.elect(1);
        Header own = cluster.at(2).header();
        Header poison = new Header(own.cluster(), "default", 0, own.from(), own.storage(),
                new Ballot(0, Long.MAX_VALUE, node(2)));

        cluster.at(1).receives(poison, new Poll(1, false));

        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P10")
    void a_heartbeat_out_of_all_proportion_is_not_followed() {
        cluster.elect(1);
        Heartbeat poison = new Heartbeat(new Ballot(0, Long.MAX_VALUE, node(2)), 0, 1);

        cluster.at(3).receives(cluster.at(2).header(), poison);

        assertThat(cluster.at(3).status().leader()).isEqualTo(node(1));
    }

    @Test
    @Tag("P10")
    void promises_in_headers_that_climb_step_by_step_leave_a_node_able_to_campaign() {
        Header own = cluster.at(2).header();
        for (int i = 1; i <= 3; i++) {
            Ballot claimed = new Ballot(0, i * Ballot.MAX_ROUND_JUMP, node(2));
            cluster.at(1).receives(new Header(own.cluster(), "default", 0, own.from(), own.storage(), claimed),
                    new Poll(i, false));
        }

        cluster.timeOut(1);

        // a ballot that no acceptor takes would block the cluster for ever
        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    @Test
    @Tag("P05")
    void no_prepare_leaves_for_a_ballot_that_the_own_acceptor_has_not_promised() {
        Header own = cluster.at(2).header();
        for (int i = 1; i <= 3; i++) {
            Ballot claimed = new Ballot(0, i * Ballot.MAX_ROUND_JUMP, node(2));
            cluster.at(1).receives(new Header(own.cluster(), "default", 0, own.from(), own.storage(), claimed),
                    new Poll(i, false));
        }
        cluster.timeOut(1);

        for (Prepare prepare : cluster.sent(Prepare.class, 1)) {
            assertThat(cluster.at(1).durableMeta().promised()).isGreaterThanOrEqualTo(prepare.ballot());
        }
    }

    @Test
    @Tag("P10")
    void a_promise_of_an_epoch_that_does_not_exist_leaves_a_node_able_to_campaign() {
        Header own = cluster.at(2).header();
        cluster.at(1).receives(new Header(own.cluster(), "default", 0, own.from(), own.storage(), new Ballot(1, 1, node(2))),
                new Poll(1, false));

        cluster.timeOut(1);

        assertThat(cluster.at(1).status().serving()).isTrue();
    }

    /** Neither a Prepare nor an Accept nor a header's promise under this header changes node1. */
    private void assertIgnored(Header header) {
        Header foreign = new Header(header.cluster(), header.group(), header.epoch(), header.from(), header.storage(), HIGH);
        for (Message message : List.of(new Prepare(HIGH, 1, 1), new Accept(HIGH, 1, List.of(append("x")), 1),
                new Heartbeat(HIGH, 1, 1))) {
            cluster.forgetSent();
            cluster.at(1).receives(foreign, message);
            assertThat(cluster.at(1).status().promised()).isEqualTo(Ballot.NONE);
            assertThat(cluster.at(1).status().leader()).isNull();
            assertThat(cluster.at(1).durable().votes()).isEmpty();
            assertThat(cluster.sent(Message.class, 1)).isEmpty();
        }
    }

    private static Header with(Header header, ClusterId clusterId, String group, long epoch, StorageId storage) {
        return new Header(clusterId, group, epoch, header.from(), storage, header.promised());
    }
}
