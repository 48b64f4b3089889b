package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.log.Vote;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.message.Accept;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.RoleFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An error in the protocol that nobody caught: the node takes no part any more, and says so to everybody who waits. */
@Tag("P77")
class ReplicaDriverUncaughtErrorTests {

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Turnstile asking = nodes.turnstile();

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void a_role_that_throws_takes_the_node_out() {
        node.with(new RoleFactory() {
            @Override
            protected Acceptor acceptor(Ballot promised, SortedMap<Long, Vote> votes) {
                return new Acceptor(promised, votes) {
                    @Override
                    public AcceptorStep onAccept(Accept accept) {
                        throwIfBroken();
                        return super.onAccept(accept);
                    }
                };
            }
        });
        node.startServing();
        broken.set(true);
        Ending call = node.propose(Requests.append("a"));
        call.get(Outcome.Unknown.class);
        takesNoPart();
        assertThat(call.times()).isEqualTo(1);
    }

    @Test
    void a_query_that_throws_takes_the_node_out() {
        node.withMachines(BrokenState::new);
        node.startServing();
        broken.set(true);
        assertThat(node.readLocally().get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        takesNoPart();
    }

    /** Of want of memory, for instance, even the words for it may fail. */
    @Test
    void an_error_that_cannot_be_put_into_words_takes_the_node_out() {
        node.listener(new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                if (broken.get()) {
                    throw new Unspeakable();
                }
            }
        });
        node.startServing();
        broken.set(true);
        node.propose(Requests.append("a")).get(Outcome.Unknown.class);
        assertThat(node.awaitFenced()).isEqualTo("the protocol has failed");
        assertThat(node.propose(Requests.append("b")).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
    }

    @Test
    @Tag("P11")
    void a_failed_write_that_cannot_be_put_into_words_fences_and_the_store_is_closed_all_the_same() {
        node.startServing();
        node.store().failWrites(new Unspeakable());
        node.propose(Requests.append("a")).get(Outcome.Unknown.class);
        assertThat(node.awaitFenced()).isNotBlank();
        node.stop();
        assertThat(node.store().isOpen()).isFalse();
    }

    private static final class Unspeakable extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no memory for words, on purpose");
        }
    }

    @Test
    void a_listener_that_throws_an_error_takes_the_node_out() {
        node.listener(new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                if (broken.get()) {
                    throw new StackOverflowError("broken");
                }
            }
        });
        node.startServing();
        broken.set(true);
        Command command = Requests.append("a");
        // chosen, but its caller is told no more than that
        node.propose(command).get(Outcome.Unknown.class);
        takesNoPart();
        assertThat(Requests.indexIn(node.propose(command).get())).isZero();
        assertThat(node.timesApplied(command)).isEqualTo(1);
    }

    @Test
    void calls_of_a_protocol_that_fails_end_with_what_is_certain() {
        node.withMachines(BrokenState::new);
        node.store().holdWrites(write -> !write.votes().isEmpty()); // the start barrier is not chosen
        node.start();
        node.store().writing.awaitHeld();
        Await.until("it leads", () -> node.status().role().equals("leader"));
        Ending command = node.propose(Requests.append("a"));
        Ending read = node.read();
        asking.shut();
        node.readLocally();
        asking.awaitHeld();
        Ending waitingCommand = node.propose(Requests.append("b"));
        Ending waitingRead = node.read();
        assertThat(List.of(command, read, waitingCommand, waitingRead)).allMatch(ending -> ending.times() == 0);

        broken.set(true);
        asking.open();
        command.get(Outcome.Unknown.class);
        assertThat(read.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        // these were not even taken up
        assertThat(waitingCommand.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        assertThat(waitingRead.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        node.store().release();
        takesNoPart();
        assertThat(List.of(command, read, waitingCommand, waitingRead)).allMatch(ending -> ending.times() == 1);
    }

    @Test
    void calls_that_were_taken_up_in_the_turn_that_fails_end_with_what_is_certain() {
        node.withMachines(BrokenState::new);
        node.startServing();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        Ending before = node.propose(Requests.append("a"));
        Ending culprit = node.readLocally();
        Ending after = node.propose(Requests.append("b"));
        Ending read = node.read();
        broken.set(true);
        turnstile.open();

        before.get(Outcome.Unknown.class);
        for (Ending ending : List.of(culprit, after, read)) {
            assertThat(ending.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        }
        takesNoPart();
        assertThat(List.of(before, culprit, after, read)).allMatch(ending -> ending.times() == 1);
    }

    @Test
    void one_error_of_whoever_waited_for_a_call_leaves_no_other_call_without_an_outcome() {
        node.startServing();
        node.store().holdWrites();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        for (int i = 0; i < 2; i++) {
            node.driver().propose(Requests.append("a"), TestNode.LONG, outcome -> {
                throw new NoClassDefFoundError("the class loader is closed");
            });
        }
        Ending first = node.propose(Requests.append("b"));
        Ending second = node.propose(Requests.append("c"));
        turnstile.open();
        node.comeRound();

        node.store().failWrites(new StoreException("disk full", null));
        node.store().release();
        first.get(Outcome.Unknown.class);
        second.get(Outcome.Unknown.class);
    }

    @Test
    void a_protocol_that_fails_as_it_stops_ends_its_calls_all_the_same() {
        node.with(new Random(1) {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) { // drawn on every change of leadership
                throwIfBroken();
                return super.nextInt(bound);
            }
        });
        node.withPatience(Duration.ofMillis(200)).startServing();
        node.store().holdWrites();
        Ending ending = node.propose(Requests.append("a"));
        node.store().writing.awaitHeld();
        Background stopper = Background.run(() -> {
            broken.set(true);
            node.stop();
        });
        ending.get(Outcome.Unknown.class);

        node.store().release();
        stopper.join();
        Await.until("all threads have ended", () -> node.threads().isEmpty());
        assertThat(node.store().isOpen()).isFalse();
        broken.set(false);
        node.startServing();
    }

    @Test
    void a_replica_that_cannot_be_made_starts_nothing() {
        node.withMachines(() -> {
            throwIfBroken();
            return new ReplicatedState();
        });
        broken.set(true);
        try {
            node.start();
            throw new AssertionError("it has started");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken");
        }
        assertThat(node.driver().isRunning()).isFalse();
        assertThat(node.threads()).isEmpty();
        assertThat(node.store().visits()).extracting(MemoryStore.Visit::method).containsExactly("open", "close");

        broken.set(false);
        node.startServing();
    }

    // --- what it is to take no part

    /** The protocol has failed; the node says so, does nothing, can be stopped, and is as new when it starts again. */
    private void takesNoPart() {
        assertThat(node.awaitFenced()).contains("broken");
        assertThat(node.status().role()).isEqualTo("follower");
        assertThat(node.status().serving()).isFalse();
        Await.until("the protocol has ended", () -> node.threadNames().equals(List.of("paxos-single-store")));
        assertThat(node.driver().isRunning()).isTrue();
        assertThat(node.driver().receive(List.of(), 0)).isFalse();
        ReplicaDriverFaultTests.refusesAsFenced(node);
        node.start(); // it runs, so this does nothing
        ReplicaDriverFaultTests.refusesAsFenced(node);
        assertThat(node.store().isOpen()).isTrue();

        node.stop();
        assertThat(node.threads()).isEmpty();
        assertThat(node.store().isOpen()).isFalse();
        assertThat(node.store().countOf("close")).isEqualTo(1);
        assertThat(node.propose(Requests.append("z")).get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.SHUTTING_DOWN);

        broken.set(false);
        node.startServing();
        assertThat(node.status().fenced()).isNull();
    }

    private void throwIfBroken() {
        if (broken.get()) {
            throw new IllegalStateException("broken");
        }
    }

    /** Cannot be asked while it is broken, and takes its time while the turnstile is shut. */
    private final class BrokenState implements StateMachine {
        private final ReplicatedState state = new ReplicatedState();

        @Override
        public OperationResult apply(long slot, Bytes body) {
            return state.apply(slot, body);
        }

        @Override
        public QueryResult query(Query query) {
            asking.pass();
            throwIfBroken();
            return state.query(query);
        }

        @Override
        public StateMachine copy() {
            return state.copy();
        }
    }
}
