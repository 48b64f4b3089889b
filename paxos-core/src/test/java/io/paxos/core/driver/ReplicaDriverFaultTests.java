package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Command;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that fails fences its node; listeners and callers that fail harm nobody. */
class ReplicaDriverFaultTests {

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();

    @AfterEach
    void end() {
        nodes.close();
    }

    static Stream<Throwable> failuresOfWriting() {
        return Stream.of(new StoreException("disk full", null), new IOException("disk full"),
                new StackOverflowError("disk full"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfWriting")
    @Tag("P11")
    @Tag("P12")
    void a_write_that_fails_fences_the_node_and_is_not_tried_again(Throwable failure) {
        node.startServing();
        Command command = Requests.append("a");
        node.store().holdWrites();
        Ending underWay = node.propose(command);
        node.store().writing.awaitHeld();
        Ending behindIt = node.propose(Requests.append("b"));
        node.comeRound();
        int writes = node.store().countOf("persist");
        node.store().failWrites(failure);
        node.store().release();

        underWay.get(Outcome.Unknown.class);
        behindIt.get(Outcome.Unknown.class);
        assertThat(node.awaitFenced()).contains("disk full");
        assertThat(node.status().role()).isEqualTo("follower");
        refusesAsFenced(node);
        assertThat(node.events(Event.Fenced.class)).hasSize(1);
        assertThat(node.store().countOf("persist")).isEqualTo(writes);

        node.stop();
        assertThat(node.store().countOf("persist")).isEqualTo(writes);
        assertThat(node.store().countOf("close")).isEqualTo(1);

        node.store().failWrites(null);
        node.startServing();
        assertThat(Requests.indexIn(node.propose(command).get())).isZero();
        assertThat(underWay.times()).isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_harms_nobody() {
        node.listener(new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                throw new IllegalStateException("a listener's own bug");
            }

            @Override
            public void onEvent(Event event) {
                throw new IllegalStateException("a listener's own bug");
            }
        });
        node.startServing();
        Command command = Requests.append("a");
        node.propose(command).get(Outcome.Done.class);
        // the one that comes after it is told all the same
        assertThat(node.timesApplied(command)).isEqualTo(1);
        assertThat(node.events(Event.RoleChanged.class)).isNotEmpty();
        assertThat(node.status().fenced()).isNull();
    }

    @Test
    void whoever_waited_for_a_call_and_throws_harms_nobody() {
        node.startServing();
        Ending next = new Ending();
        Turnstile turnstile = nodes.turnstile();
        node.holdUp(turnstile);
        node.driver().read(Requests.ALL, true, TestNode.LONG, outcome -> {
            throw new IllegalStateException("a caller's own bug");
        });
        node.driver().read(Requests.ALL, true, TestNode.LONG, next);
        turnstile.open();
        next.get(Outcome.ReadDone.class);
        node.propose(Requests.append("a")).get(Outcome.Done.class);
        assertThat(node.status().fenced()).isNull();
    }

    /** Every call is refused. */
    static void refusesAsFenced(TestNode node) {
        for (Ending call : List.of(node.propose(Requests.append("z")), node.read(), node.readLocally())) {
            assertThat(call.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.FENCED);
        }
    }
}
