package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the thread of the protocol does in its last turn; the rest is seen through {@link ReplicaDriver}. */
class ReplicaLoopTests {

    private static final NodeId SELF = NodeId.of("self");

    private final MemoryStore store = new MemoryStore();
    private final StoreThread storeThread = new StoreThread(SELF, store);
    private final Inbox inbox = new Inbox(TestNode.OPTIONS);
    private final Turnstile lastTurn = new Turnstile();

    @AfterEach
    void end() {
        lastTurn.open();
        assertThat(storeThread.close(Duration.ofSeconds(Await.SECONDS))).isTrue();
    }

    /** A call may slip in between the last look at the inbox and its being closed. */
    @Test
    void what_comes_in_during_the_last_turn_is_discarded_and_nothing_comes_in_later() {
        FoundingPlan plan = FoundingPlan.majority("test", List.of(SELF));
        Replica replica = new Replica(new ReplicaSetup(SELF, "default", plan, ReplicaOptions.DEFAULTS, storeThread.open(),
                new ReplicatedState(), new Random(1), RoleFactory.STANDARD));
        ReplicaListener heldUp = new ReplicaListener() {
            @Override
            public void onEvent(Event event) {
                if (event instanceof Event.RoleChanged changed && changed.reason().equals("shutting down")) {
                    lastTurn.pass();
                }
            }
        };
        ReplicaLoop loop = new ReplicaLoop(SELF, replica, inbox, storeThread, Transport.none(), List.of(heldUp),
                TestNode.OPTIONS);
        lastTurn.shut();
        Background protocol = Background.run(loop);
        inbox.put(turn -> turn.end(Duration.ofSeconds(5)));
        lastTurn.awaitHeld();
        AtomicInteger discarded = new AtomicInteger();
        assertThat(inbox.offerCall(item(discarded), 1)).isTrue();
        assertThat(inbox.offerMessages(item(discarded), 1)).isTrue();

        lastTurn.open();
        protocol.join();
        assertThat(discarded).hasValue(2);
        assertThat(inbox.offerCall(item(discarded), 1)).isFalse();
        assertThat(inbox.offerMessages(item(discarded), 1)).isFalse();
        assertThat(discarded).hasValue(2);
    }

    /** May be discarded and nothing else. */
    private static Inbox.Item item(AtomicInteger discarded) {
        return new Inbox.Item() {
            @Override
            public void actIn(Turn turn) {
                throw new AssertionError("acts after the end");
            }

            @Override
            public void discard() {
                discarded.incrementAndGet();
            }
        };
    }
}
