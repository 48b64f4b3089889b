package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Command;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a caller of one driver gets, and when: a cluster of one on real threads. */
class ReplicaDriverTests {

    private static final Duration SHORT = Duration.ofMillis(30);
    /** Long enough for the protocol to take a call up before, on a slow machine too. */
    private static final Duration NOT_SO_SHORT = Duration.ofMillis(300);

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void a_cluster_of_one_founds_itself_leads_and_answers() {
        node.startServing();
        assertThat(Requests.indexIn(node.propose(Requests.append("a")).get())).isZero();
        assertThat(Requests.indexIn(node.propose(Requests.append("b")).get())).isEqualTo(1);
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a", "b");
        assertThat(Requests.valuesIn(node.readLocally().get())).containsExactly("a", "b");

        ReplicaStatus status = node.status();
        assertThat(status.leader()).isEqualTo(node.id());
        assertThat(status.founding().status()).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(status.fenced()).isNull();
        assertThat(node.events(Event.RoleChanged.class)).extracting(Event.RoleChanged::role).contains("leader");
    }

    @Test
    void the_status_is_as_it_was_about_a_tick_ago() {
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        Await.until("the status says so", () -> node.status().applied() >= 2);
    }

    @Test
    @Tag("P01")
    @Tag("P02")
    void no_call_ends_well_before_its_write_is_durable() {
        node.startServing();
        Command command = Requests.append("a");
        List<Boolean> durableAtTheEnd = new ArrayList<>();
        Ending ending = new Ending();
        node.store().holdWrites();
        node.driver().propose(command, TestNode.LONG, outcome -> {
            durableAtTheEnd.add(node.store().hasVoteFor(command));
            ending.accept(outcome);
        });
        node.store().writing.awaitHeld();
        long applied = node.status().applied();
        node.comeRound();
        node.comeRound();
        assertThat(ending.times()).isZero();
        assertThat(Requests.valuesIn(node.readLocally().get())).isEmpty();
        assertThat(node.status().applied()).isEqualTo(applied);

        node.store().release();
        assertThat(Requests.indexIn(ending.get())).isZero();
        assertThat(durableAtTheEnd).containsExactly(true);
    }

    @Test
    void what_comes_in_while_a_write_is_under_way_is_written_as_one() {
        node.startServing();
        node.store().holdWrites();
        List<Ending> endings = new ArrayList<>(List.of(node.propose(Requests.append("first"))));
        node.store().writing.awaitHeld();
        int writes = node.store().countOf("persist");
        for (int i = 0; i < 200; i++) {
            endings.add(node.propose(Requests.append("value " + i)));
            if (i % 50 == 0) {
                node.comeRound(); // so that they do not come in as one batch either
            }
        }
        node.comeRound();
        assertThat(node.store().countOf("persist")).isEqualTo(writes);

        node.store().release();
        endings.forEach(ending -> ending.get(Outcome.Done.class));
        // one for the batches that were under way, and perhaps one for what had to queue behind them
        assertThat(node.store().countOf("persist") - writes).isBetween(1, 2);
        assertThat(node.store().durable()).extracting(AcceptorWrite::id).isSorted();
    }

    @Test
    void what_was_acknowledged_is_there_after_a_restart() {
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        node.propose(Requests.append("b")).get(Outcome.Done.class);
        node.stop();

        node.startServing();
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a", "b");
        assertThat(Requests.indexIn(node.propose(Requests.append("c")).get())).isEqualTo(2);
    }

    @Test
    @Tag("P02")
    void what_was_acknowledged_is_there_in_another_process_after_the_loss_of_power() {
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        TestNode after = nodes.single(node.store().copy());
        node.stop();

        after.startServing();
        assertThat(Requests.valuesIn(after.read().get())).containsExactly("a");
    }

    @Test
    void a_request_handed_in_again_after_a_restart_is_answered_as_before_and_executed_once() {
        node.startServing();
        Command command = Requests.append("a");
        Outcome first = node.propose(command).get(Outcome.Done.class);
        node.propose(Requests.append("b")).get(Outcome.Done.class);
        node.stop();

        node.startServing();
        assertThat(node.propose(command).get()).isEqualTo(first);
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a", "b");
    }

    @Test
    void a_command_whose_write_hangs_ends_unknown_at_its_deadline() {
        node.startServing();
        node.store().holdWrites();
        Ending later = node.propose(Requests.append("a"));
        node.store().writing.awaitHeld();
        long begin = System.nanoTime();
        Command command = Requests.append("b");
        Ending shortly = node.propose(command, NOT_SO_SHORT);
        shortly.get(Outcome.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(NOT_SO_SHORT);
        assertThat(later.times()).isZero();

        node.store().release();
        assertThat(Requests.indexIn(later.get())).isZero();
        assertThat(shortly.times()).isEqualTo(1);
        // it is executed all the same, as it had left, and whoever asks again is told so
        assertThat(Requests.indexIn(node.propose(command).get())).isEqualTo(1);
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a", "b");
    }

    @Test
    void a_read_that_cannot_be_confirmed_is_not_executed_at_its_deadline() {
        node.store().holdWrites(write -> !write.votes().isEmpty()); // the start barrier is not chosen
        node.start();
        node.store().writing.awaitHeld();
        Await.until("it leads", () -> node.status().role().equals("leader"));
        assertThat(node.read(Requests.ALL, SHORT).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void a_call_without_a_leader_is_not_executed() {
        node.store().holdWrites(); // so the own promise is not durable, and the node cannot campaign
        node.start();
        node.store().writing.awaitHeld();
        assertThat(node.propose(Requests.append("a"), SHORT).get(Outcome.NotExecuted.class).reason())
                .isEqualTo(Reason.NO_LEADER);
        assertThat(node.read(Requests.ALL, SHORT).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.NO_LEADER);
    }

    @Test
    void a_deadline_that_has_passed_is_one_at_once_and_one_far_away_is_none() {
        node.startServing();
        node.store().holdWrites();
        Ending far = node.propose(Requests.append("a"), Duration.ofNanos(Long.MAX_VALUE));
        // certain or not: that depends on whether the tick or the proposal comes first
        assertThat(node.propose(Requests.append("b"), Duration.ZERO).get()).isNotInstanceOf(Outcome.Done.class);
        assertThat(node.propose(Requests.append("c"), Duration.ofDays(-1)).get()).isNotInstanceOf(Outcome.Done.class);
        assertThat(far.times()).isZero();

        node.store().release();
        far.get(Outcome.Done.class);
    }

    @Test
    void a_call_whose_deadline_has_come_is_not_taken_up() {
        node.startServing();
        Command command = Requests.append("late");
        for (Duration past : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Outcome.NotExecuted refused = node.propose(command, past).get(Outcome.NotExecuted.class);
            assertThat(refused.reason()).isEqualTo(Reason.DEADLINE);
        }
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        assertThat(node.timesApplied(command)).isZero();
    }

    @Test
    @Tag("P71")
    void a_command_larger_than_all_that_may_wait_is_too_large_and_not_merely_in_bad_luck() {
        DriverOptions all = TestNode.OPTIONS;
        node.with(new DriverOptions(all.tick(), all.callCount(), 1_000, all.messageBytes(), all.patience()));
        node.startServing();
        assertThat(node.propose(Requests.append("x".repeat(1_000))).get(Outcome.NotExecuted.class).reason())
                .isEqualTo(Reason.VALUE_TOO_LARGE);
    }

    @Test
    void a_call_without_a_deadline_is_a_call() {
        node.startServing();
        node.propose(Requests.append("a"), Duration.ofSeconds(Long.MAX_VALUE)).get(Outcome.Done.class);
    }

    @Test
    void nothing_but_time_outs_waits_for_a_tick() {
        DriverOptions options = TestNode.OPTIONS;
        node.with(new DriverOptions(Duration.ofHours(1), options.callCount(), options.callBytes(), options.messageBytes(),
                options.patience()));
        node.start();
        Await.until("it leads", () -> node.propose(Requests.append("a")).get() instanceof Outcome.Done);
        node.propose(Requests.append("b")).get(Outcome.Done.class);
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a", "b");
        node.stop();
        assertThat(node.store().isOpen()).isFalse();
    }

    @Test
    void what_is_durable_no_longer_counts_among_what_waits_for_the_disk() {
        int queueBytes = 4_096;
        ReplicaOptions all = ReplicaOptions.DEFAULTS;
        node.with(new ReplicaOptions(all.heartbeatTicks(), all.electionTicks(), all.resendTicks(), all.fetchPatienceTicks(),
                all.fetchRetryTicks(), all.identifyTicks(), all.batchSize(), all.batchBytes(), all.inFlight(),
                all.queueSize(), queueBytes, 1_024, all.answers()));
        node.startServing();
        for (int i = 0; i < 20; i++) {
            node.propose(Requests.append("x".repeat(queueBytes / 8))).get(Outcome.Done.class);
        }
    }

    @Test
    void outcomes_and_listeners_are_told_on_the_thread_of_the_protocol() {
        node.startServing();
        Thread protocol = node.propose(Requests.append("a")).endedOn();
        assertThat(protocol.getName()).isEqualTo("paxos-single-protocol");
        assertThat(node.read().endedOn()).isSameAs(protocol);
        assertThat(node.toldBy()).containsOnly(protocol);
    }

    @Test
    void listeners_are_told_every_slot_once_and_in_order_after_each_start() {
        node.startServing();
        for (int i = 0; i < 20; i++) {
            node.propose(Requests.append("value " + i)).get(Outcome.Done.class);
        }
        node.stop();
        List<Long> firstLife = node.applied().stream().map(Applied::slot).toList();
        assertThat(firstLife).isEqualTo(LongStream.rangeClosed(1, firstLife.size()).boxed().toList());
        assertThat(firstLife.size()).isGreaterThan(20);

        node.startServing();
        node.stop();
        List<Applied> secondLife = node.applied().subList(firstLife.size(), node.applied().size());
        assertThat(secondLife.stream().map(Applied::slot).toList())
                .isEqualTo(LongStream.rangeClosed(1, secondLife.size()).boxed().toList());
        assertThat(secondLife.stream().map(Applied::entry).toList().subList(0, firstLife.size()))
                .isEqualTo(node.applied().subList(0, firstLife.size()).stream().map(Applied::entry).toList());
    }

    @Test
    @Tag("P77")
    void a_protocol_that_hangs_is_seen_from_outside() {
        assertThat(node.driver().sinceLastTurn()).isZero();
        node.startServing();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        Await.until("it hangs", () -> node.driver().sinceLastTurn().compareTo(SHORT) > 0);

        turnstile.open();
        Await.until("it comes round", () -> node.driver().sinceLastTurn().compareTo(SHORT) < 0);
        node.stop();
        assertThat(node.driver().sinceLastTurn()).isZero();
    }

    @Test
    @Tag("P48")
    void after_a_pause_the_deadlines_that_passed_in_it_are_kept() {
        node.startServing();
        Turnstile turnstile = nodes.turnstile();
        node.store().holdWrites();
        node.holdUp(turnstile);
        Ending ending = node.propose(Requests.append("a"), SHORT);
        Await.until("its deadline has passed", () -> node.driver().sinceLastTurn().compareTo(SHORT.multipliedBy(2)) > 0);
        assertThat(ending.times()).isZero();

        turnstile.open();
        // it was never proposed, so this is certain
        assertThat(ending.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.DEADLINE);
        Await.until("nothing waits", () -> node.status().pending() == 0);
    }
}
