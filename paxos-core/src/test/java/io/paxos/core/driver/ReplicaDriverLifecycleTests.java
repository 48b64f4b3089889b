package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundedDifferentlyException;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** Starting and stopping a driver, again and again, and whoever interrupts. Stops that hang: {@link ReplicaDriverStopTests}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a start that does not return cannot be interrupted
class ReplicaDriverLifecycleTests {

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void before_the_start_every_call_is_refused_at_once() {
        refused(node, Reason.NOT_STARTED);
        node.stop();
        refused(node, Reason.NOT_STARTED);
        assertThat(node.threads()).isEmpty();
        assertThat(node.store().visits()).isEmpty();
    }

    @Test
    void after_the_stop_every_call_is_refused_at_once() {
        node.startServing();
        node.stop();
        refused(node, Reason.SHUTTING_DOWN);
        node.stop();
        refused(node, Reason.SHUTTING_DOWN);

        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
    }

    @Test
    void a_second_start_changes_nothing() {
        node.startServing();
        List<Thread> threads = node.threads();
        node.start();
        assertThat(node.driver().isRunning()).isTrue();
        assertThat(node.threads()).containsExactlyInAnyOrderElementsOf(threads);
        assertThat(node.store().countOf("open")).isEqualTo(1);
    }

    @Test
    @Tag("GO-A8")
    @Tag("GO-L5")
    void the_threads_bear_the_name_of_the_node_and_end_with_it() {
        Set<String> nodesOfLogLines = ConcurrentHashMap.newKeySet();
        node.listener(new ReplicaListener() {
            @Override
            public void onEvent(Event event) {
                nodesOfLogLines.add(String.valueOf(MDC.get("paxos.node")));
            }
        });
        node.startServing();
        assertThat(node.threadNames()).containsExactly("paxos-single-protocol", "paxos-single-store");
        assertThat(node.threads()).allMatch(Thread::isDaemon);
        assertThat(nodesOfLogLines).containsExactly("single");
        assertThat(node.store().nodesOfLogLines()).containsExactly("single");

        node.stop();
        assertThat(node.threads()).isEmpty();
    }

    @Test
    void the_store_is_used_by_one_thread_from_opening_to_closing() {
        for (int life = 0; life < 2; life++) {
            int before = node.store().visits().size();
            node.startServing();
            node.propose(Requests.append("a")).get(Outcome.Done.class);
            node.stop();

            List<MemoryStore.Visit> visits = node.store().visits().subList(before, node.store().visits().size());
            assertThat(visits).extracting(MemoryStore.Visit::thread).allMatch(visits.get(0).thread()::equals);
            assertThat(visits).extracting(MemoryStore.Visit::method).startsWith("open", "persist").endsWith("persist", "close");
            assertThat(visits.stream().filter(visit -> !visit.method().equals("persist"))).hasSize(2);
        }
    }

    @Test
    void whoever_interrupts_the_threads_of_a_driver_changes_nothing() {
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        node.store().holdWrites();
        Ending underWay = node.propose(Requests.append("b"));
        node.store().writing.awaitHeld();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("paxos-single-")) {
                thread.interrupt();
            }
        }
        node.comeRound();
        node.store().release();

        underWay.get(Outcome.Done.class);
        node.propose(Requests.append("c")).get(Outcome.Done.class);
        assertThat(node.status().fenced()).isNull();
        node.stop();
        assertThat(node.store().faults()).isEmpty();
    }

    @Test
    void whoever_is_interrupted_before_starts_and_stops_all_the_same_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        node.start();
        boolean afterStart = Thread.interrupted();
        assertThat(afterStart).isTrue();
        assertThat(node.driver().isRunning()).isTrue();

        Thread.currentThread().interrupt();
        node.stop();
        boolean afterStop = Thread.interrupted();
        assertThat(afterStop).isTrue();
        assertThat(node.store().isOpen()).isFalse();
        assertThat(node.threads()).isEmpty();
    }

    @Test
    void whoever_is_interrupted_while_a_store_is_opened_waits_for_it_and_stays_interrupted() {
        node.store().opening.shut();
        Background starter = Background.run(node::start);
        node.store().opening.awaitHeld();
        starter.interrupt();
        assertThat(node.driver().isRunning()).isFalse();

        node.store().release();
        assertThat(starter.join()).isTrue();
        assertThat(node.driver().isRunning()).isTrue();
    }

    @Test
    void whoever_is_interrupted_while_a_store_is_closed_waits_for_it_and_stays_interrupted() {
        node.startServing();
        node.store().closing.shut();
        AtomicBoolean stillOpen = new AtomicBoolean();
        Background stopper = Background.run(() -> {
            node.stop();
            stillOpen.set(node.store().isOpen());
        });
        node.store().closing.awaitHeld();
        stopper.interrupt();

        node.store().release();
        assertThat(stopper.join()).isTrue();
        assertThat(stillOpen).isFalse();
    }

    static Stream<Throwable> failuresOfOpening() {
        return Stream.of(new StoreException("another process has it", null), new IllegalStateException("damaged"),
                new StackOverflowError("too deep"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOpening")
    void a_store_that_cannot_be_opened_is_closed_and_nothing_has_begun(Throwable failure) {
        node.store().failOpen(failure);
        assertThatThrownBy(node::start).isSameAs(failure);
        assertThat(node.store().visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "close");
        assertThat(node.threads()).isEmpty();
        refused(node, Reason.NOT_STARTED);

        node.store().failOpen(null);
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
    }

    @Test
    void a_store_that_was_founded_otherwise_is_closed_and_nothing_has_begun() {
        node.startServing();
        node.stop();
        FoundingPlan other = FoundingPlan.majority("test", List.of(node.id(), NodeId.of("other")));
        TestNode elsewhere = nodes.add(new TestNode(node.id(), other, node.store().copy(), Transport.none()));

        assertThatExceptionOfType(FoundedDifferentlyException.class).isThrownBy(elsewhere::start);

        assertThat(elsewhere.store().visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "close");
        assertThat(elsewhere.threads()).isEmpty();
        refused(elsewhere, Reason.NOT_STARTED);
    }

    @Test
    void starts_and_stops_at_once_come_one_after_the_other() {
        List<Background> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean starts = i % 2 == 0;
            all.add(Background.run(() -> {
                for (int j = 0; j < 25; j++) {
                    if (starts) {
                        node.start();
                    } else {
                        node.stop();
                    }
                }
            }));
        }
        all.forEach(Background::join);
        node.startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        assertThat(node.threads()).hasSize(2);
    }

    /** Every door is closed. */
    private static void refused(TestNode node, Reason reason) {
        for (Ending call : List.of(node.propose(Requests.append("a")), node.read(), node.readLocally())) {
            assertThat(call.times()).isEqualTo(1);
            assertThat(call.endedOn()).isSameAs(Thread.currentThread());
            assertThat(call.get(Outcome.NotExecuted.class).reason()).isEqualTo(reason);
            assertThat(call.get(Outcome.NotExecuted.class).detail()).contains("single");
        }
        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.driver().status()).isNull();
        assertThat(node.driver().sinceLastTurn()).isZero();
        assertThat(node.driver().receive(List.of(), 0)).isFalse();
        node.driver().transferLeadership(null, () -> {});
    }
}
