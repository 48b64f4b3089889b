package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Command;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Outcome;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three drivers in one JVM, and what happens to the others when one of them fails. */
class ReplicaDriverClusterTests {

    private final LocalCluster cluster = new LocalCluster();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void three_drivers_found_elect_and_agree() {
        cluster.start();
        for (TestNode node : cluster.nodes()) {
            cluster.appendAt(node, Requests.append("from " + node.id()));
        }
        for (TestNode node : cluster.nodes()) {
            assertThat(cluster.readAt(node)).containsExactly("from node1", "from node2", "from node3");
        }
        assertThat(cluster.awaitAgreement()).hasSize(3);
    }

    @Test
    void when_the_leader_is_stopped_another_leads_and_the_old_one_comes_back() {
        TestNode old = cluster.start().awaitLeader();
        TestNode follower = cluster.othersThan(old).get(0);
        Command command = Requests.append("a");
        cluster.appendAt(follower, command);
        old.stop();

        TestNode leader = cluster.awaitLeader(cluster.othersThan(old));
        TestNode other = cluster.othersThan(old).stream().filter(node -> node != leader).findFirst().orElseThrow();
        assertThat(cluster.appendAt(other, Requests.append("b"))).isEqualTo(1);
        assertThat(cluster.appendAt(leader, command)).isZero(); // the same request: answered, not executed again
        assertThat(cluster.readAt(other)).containsExactly("a", "b");

        old.start();
        assertThat(cluster.readAt(old)).containsExactly("a", "b");
        assertThat(cluster.awaitAgreement()).containsExactly("a", "b");
    }

    @Test
    void a_leader_that_is_cut_off_is_replaced_and_comes_back() {
        TestNode old = cluster.start().awaitLeader();
        cluster.network().isolate(old.id());
        TestNode leader = cluster.awaitLeader(cluster.othersThan(old));
        cluster.appendAt(leader, Requests.append("a"));
        Await.until("the old leader has noticed", () -> old.status().leader() == null);
        assertThat(old.propose(Requests.append("b")).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.NO_LEADER);

        cluster.network().heal();
        assertThat(cluster.readAt(old)).containsExactly("a");
    }

    @Test
    void a_leadership_is_handed_over() {
        cluster.start();
        TestNode target = cluster.othersThan(cluster.awaitLeader()).get(0);
        Await.until(target.id() + " leads", () -> {
            cluster.nodes().forEach(node -> node.driver().transferLeadership(target.id(), () -> {}));
            return target.status().serving();
        });
        cluster.appendAt(cluster.nodes().get(0), Requests.append("a"));
    }

    @Test
    @Tag("P78")
    void the_end_of_a_handover_is_told_whether_it_comes_to_pass_or_not() {
        TestNode leader = cluster.start().awaitLeader();
        TestNode follower = cluster.othersThan(leader).get(0);
        CountDownLatch refused = new CountDownLatch(1);
        follower.driver().transferLeadership(null, refused::countDown);
        Await.until("a follower has none", () -> refused.getCount() == 0);

        cluster.network().isolate(leader.id());
        CountDownLatch inVain = new CountDownLatch(1);
        leader.driver().transferLeadership(null, inVain::countDown);
        Await.until("nobody can take over", () -> inVain.getCount() == 0);

        cluster.network().heal();
        TestNode next = cluster.awaitLeader();
        CountDownLatch done = new CountDownLatch(1);
        next.driver().transferLeadership(null, () -> {
            done.countDown();
            throw new NoClassDefFoundError("a caller's own bug");
        });
        Await.until("it is handed over", () -> done.getCount() == 0);
        cluster.appendAt(next, Requests.append("a"));
    }

    @Test
    @Tag("P11")
    @Tag("P99")
    void a_leader_whose_write_fails_sends_no_heartbeat_and_another_is_elected() {
        TestNode failed = cluster.start().awaitLeader();
        failed.store().failWrites(new StoreException("disk full", null));
        // it writes sooner or later, as a leader or as a follower
        Await.until("it is fenced", () -> {
            failed.propose(Requests.append("lost"));
            return failed.status().fenced() != null;
        });
        long heartbeats = cluster.network().countOf(Heartbeat.class, failed.id());
        long accepts = cluster.network().countOf(Accept.class, failed.id());
        int writes = failed.store().countOf("persist");

        TestNode leader = cluster.awaitLeader(cluster.othersThan(failed));
        cluster.appendAt(leader, Requests.append("a"));
        assertThat(cluster.network().countOf(Heartbeat.class, failed.id())).isEqualTo(heartbeats);
        assertThat(cluster.network().countOf(Accept.class, failed.id())).isEqualTo(accepts);
        assertThat(failed.store().countOf("persist")).isEqualTo(writes);
        assertThat(failed.propose(Requests.append("b")).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);

        failed.stop();
        failed.store().failWrites(null);
        failed.start();
        assertThat(cluster.readAt(failed)).contains("a").doesNotContain("b");
    }

    @Test
    @Tag("P77")
    void a_leader_whose_protocol_fails_says_nothing_any_more_and_another_is_elected() {
        AtomicReference<NodeId> broken = new AtomicReference<>();
        AtomicInteger sentBefore = new AtomicInteger();
        for (TestNode node : cluster.nodes()) {
            node.listener(new ReplicaListener() {
                @Override
                public void onApplied(Applied slot) {
                    if (node.id().equals(broken.get())) {
                        sentBefore.set(cluster.network().sentBy(node.id()).size());
                        throw new StackOverflowError("broken");
                    }
                }
            });
        }
        TestNode failed = cluster.start().awaitLeader();
        broken.set(failed.id());
        Await.until("it has failed", () -> {
            // messages to tell are the harder to keep back the more of them there are
            failed.propose(Requests.append("a"));
            failed.read();
            return failed.status().fenced() != null;
        });
        TestNode leader = cluster.awaitLeader(cluster.othersThan(failed));
        cluster.appendAt(leader, Requests.append("b"));

        assertThat(failed.threadNames()).containsExactly("paxos-" + failed.id() + "-store");
        assertThat(cluster.network().sentBy(failed.id())).hasSize(sentBefore.get());
    }

    @Test
    @Tag("P48")
    @Tag("P77")
    void a_leader_that_hangs_is_replaced_and_follows_when_it_comes_round() {
        TestNode hung = cluster.start().awaitLeader();
        Turnstile turnstile = cluster.turnstile();
        hung.holdUp(turnstile);
        Ending inTheInbox = hung.propose(Requests.append("a"));
        TestNode leader = cluster.awaitLeader(cluster.othersThan(hung));
        cluster.appendAt(leader, Requests.append("b"));

        turnstile.open();
        inTheInbox.get();
        cluster.appendAt(hung, Requests.append("c"));
        assertThat(cluster.awaitAgreement()).contains("b", "c");
    }

    @Test
    void what_a_turn_has_to_say_to_a_peer_goes_in_one_piece() {
        cluster.start();
        Turnstile turnstile = cluster.turnstile();
        Await.until("an Accept and a Heartbeat in one piece to each peer", () -> {
            TestNode leader = cluster.awaitLeader();
            leader.holdUp(turnstile);
            Ending command = leader.propose(Requests.append("a"));
            Ending read = leader.read();
            turnstile.open();
            command.get();
            read.get();
            return cluster.othersThan(leader).stream().allMatch(peer -> cluster.network().sentBy(leader.id()).stream()
                    .filter(parcel -> parcel.to().equals(peer.id())).map(LocalNetwork.Sent::messages)
                    .anyMatch(ReplicaDriverClusterTests::hasAcceptAndHeartbeat));
        });
    }

    private static boolean hasAcceptAndHeartbeat(List<Envelope> messages) {
        return messages.stream().anyMatch(envelope -> envelope.message() instanceof Accept)
                && messages.stream().anyMatch(envelope -> envelope.message() instanceof Heartbeat);
    }

    @Test
    void a_transport_that_throws_loses_messages_and_nothing_else() {
        AtomicReference<NodeId> unreachable = new AtomicReference<>();
        for (TestNode node : cluster.nodes()) {
            Transport working = cluster.network().transportOf(node.id());
            node.with((Transport) (to, messages) -> {
                if (to.equals(unreachable.get())) {
                    throw new IllegalStateException("against the contract");
                }
                working.send(to, messages);
            });
        }
        TestNode deaf = cluster.othersThan(cluster.start().awaitLeader()).get(0);
        unreachable.set(deaf.id());
        for (TestNode node : cluster.othersThan(deaf)) {
            cluster.appendAt(node, Requests.append("from " + node.id()));
        }
        assertThat(cluster.nodes()).allMatch(node -> node.status().fenced() == null);

        unreachable.set(null);
        assertThat(cluster.readAt(deaf)).hasSize(2);
    }
}
