package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Command;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stopping does to calls under way, and what it does when something hangs (PITFALLS 78). */
@Tag("P78")
class ReplicaDriverStopTests {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single().withPatience(PATIENCE);

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void a_command_that_has_left_ends_unknown() {
        node.startServing();
        Command command = Requests.append("a");
        node.store().holdWrites();
        Ending ending = node.propose(command);
        node.store().writing.awaitHeld();

        node.stop(); // in vain, as far as the store goes
        ending.get(Outcome.Unknown.class);
        assertThat(ending.times()).isEqualTo(1);
        assertThat(node.store().isOpen()).isTrue();

        node.store().release();
        Await.until("the store is closed", () -> node.threads().isEmpty());
        assertThat(node.store().hasVoteFor(command)).isTrue();
        node.startServing();
        assertThat(Requests.indexIn(node.propose(command).get())).isZero();
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a");
    }

    @Test
    void a_read_that_waits_is_certainly_not_executed() {
        node.store().holdWrites(write -> !write.votes().isEmpty()); // the start barrier is not chosen
        node.start();
        node.store().writing.awaitHeld();
        Await.until("it leads", () -> node.status().role().equals("leader"));
        Ending read = node.read();
        node.comeRound();
        assertThat(read.times()).isZero();

        node.stop();
        assertThat(read.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.SHUTTING_DOWN);
    }

    @Test
    void a_command_under_way_is_answered_before_the_store_is_closed() {
        node.withPatience(Duration.ofMinutes(5)).startServing();
        node.store().holdWrites();
        Ending ending = node.propose(Requests.append("a"));
        node.store().writing.awaitHeld();
        Background stopper = Background.run(node::stop);
        awaitClosedDoor();
        assertThat(ending.times()).isZero();
        assertThat(node.store().isOpen()).isTrue();

        node.store().release();
        assertThat(Requests.indexIn(ending.get())).isZero();
        stopper.join();
        assertThat(node.store().isOpen()).isFalse();
    }

    @Test
    void what_came_in_before_is_still_taken_up() {
        node.withPatience(Duration.ofMinutes(5)).startServing();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        Ending command = node.propose(Requests.append("a"));
        Ending read = node.read();
        Background stopper = Background.run(node::stop);
        awaitClosedDoor();

        turnstile.open();
        assertThat(Requests.indexIn(command.get())).isZero();
        read.get(Outcome.ReadDone.class);
        stopper.join();
        node.startServing();
        assertThat(Requests.valuesIn(node.read().get())).containsExactly("a");
    }

    @Test
    void a_handover_that_has_not_been_taken_up_ends_with_the_node() {
        node.startServing();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        CountDownLatch told = new CountDownLatch(2);
        node.driver().transferLeadership(null, told::countDown);
        node.stop(); // in vain, as far as the protocol goes
        assertThat(told.getCount()).isOne();
        node.driver().transferLeadership(null, told::countDown);
        assertThat(told.getCount()).isZero();
    }

    private void awaitClosedDoor() {
        Ending late = Await.found("the door is closed", () -> {
            Ending ending = node.readLocally();
            return ending.times() == 1 && ending.endedOn() == Thread.currentThread() ? ending : null;
        });
        assertThat(late.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.SHUTTING_DOWN);
    }

    @Test
    void a_store_that_hangs_as_it_is_closed_holds_nobody_up() {
        node.startServing();
        node.store().closing.shut();
        long begin = System.nanoTime();
        node.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(took).isBetween(PATIENCE.minusMillis(2), Duration.ofSeconds(Await.SECONDS));

        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.threadNames()).containsExactly("paxos-single-store");
        assertThat(node.propose(Requests.append("a")).get(Outcome.NotExecuted.class).reason())
                .isEqualTo(Reason.SHUTTING_DOWN);
        // nobody can know what the old thread still does to the store
        assertThatExceptionOfType(StoreException.class).isThrownBy(node::start).withMessageContaining("single");
        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.store().countOf("open")).isEqualTo(1);

        node.store().release();
        Await.until("it is closed", () -> node.threads().isEmpty());
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
    }

    @Test
    void a_protocol_that_hangs_holds_nobody_up_and_its_calls_end_when_it_comes_round() {
        node.startServing();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        Ending ending = node.propose(Requests.append("a"));
        long begin = System.nanoTime();
        node.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(PATIENCE.minusMillis(2), Duration.ofSeconds(Await.SECONDS));
        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.store().isOpen()).isFalse();

        turnstile.open();
        assertThat(ending.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.SHUTTING_DOWN);
        Await.until("it has ended", () -> node.threads().isEmpty());
        assertThat(ending.times()).isEqualTo(1);
    }

    @Test
    void listeners_are_never_told_by_two_protocols_at_once() {
        Set<Thread> telling = ConcurrentHashMap.newKeySet();
        Set<Integer> most = ConcurrentHashMap.newKeySet();
        Turnstile turnstile = nodes.turnstile();
        node.listener(new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                telling.add(Thread.currentThread());
                most.add(telling.size());
                turnstile.pass();
                telling.remove(Thread.currentThread());
            }
        });
        node.startServing();
        turnstile.shut();
        node.propose(Requests.append("a"));
        turnstile.awaitHeld();
        node.stop();

        try {
            node.start();
            Await.until("the next life tells too", () -> most.contains(2));
        } catch (RuntimeException refused) {
            // as it is while the store hangs
        }
        assertThat(most).containsExactly(1);
    }

    @Test
    void whoever_waited_for_a_call_may_stop_the_node() {
        node.startServing();
        Ending stopped = new Ending();
        node.driver().read(Requests.ALL, true, TestNode.LONG, outcome -> {
            node.stop();
            stopped.accept(outcome);
        });
        stopped.get(Outcome.ReadDone.class);
        Await.until("nothing is left", () -> node.threads().isEmpty());
        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.store().isOpen()).isFalse();
    }

    @Test
    void a_write_that_hangs_is_still_made_before_the_store_is_closed() {
        node.startServing();
        node.store().holdWrites();
        node.propose(Requests.append("a"));
        node.store().writing.awaitHeld();
        node.stop();
        assertThat(node.store().countOf("close")).isZero();
        assertThatExceptionOfType(StoreException.class).isThrownBy(node::start);

        node.store().release();
        Await.until("it is closed", () -> node.threads().isEmpty());
        List<String> methods = node.store().visits().stream().map(MemoryStore.Visit::method).toList();
        assertThat(methods).endsWith("persist", "close");
        assertThat(node.store().durable()).hasSize(node.store().countOf("persist"));
    }
}
