package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Outcome;
import io.paxos.core.trace.TraceEvent;
import io.paxos.core.trace.TraceEvent.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A driver traces its replica only if it is to. */
@Tag("TOY-5")
class ReplicaDriverTraceTests {

    private static final DriverOptions OF_TESTS = TestNode.OPTIONS;
    private static final DriverOptions TRACED = new DriverOptions(OF_TESTS.tick(), OF_TESTS.callCount(), OF_TESTS.callBytes(),
            OF_TESTS.messageBytes(), OF_TESTS.patience(), true);

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();
    private final List<TraceEvent> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void listeners_are_told_of_each_message_of_the_two_phases() {
        node.with(TRACED).listener(listener(false)).startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);

        assertThat(told).extracting(TraceEvent::kind).containsExactly(Kind.PREPARE, Kind.PROMISE, Kind.ACCEPT, Kind.ACCEPTED,
                Kind.ACCEPT, Kind.ACCEPTED);
        assertThat(told.get(5).chosenUpTo()).isEqualTo(2);
    }

    @Test
    void nobody_is_told_by_default() {
        node.listener(listener(false)).startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);

        assertThat(DriverOptions.DEFAULTS.traced()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void a_listener_that_throws_keeps_nobody_else_from_hearing_nor_the_node_from_its_work() {
        node.with(TRACED).listener(listener(false)).listener(listener(true)).startServing();
        node.propose(Requests.append("a")).get(Outcome.Done.class);

        assertThat(told).hasSize(6);
    }

    private ReplicaListener listener(boolean throwing) {
        return new ReplicaListener() {
            @Override
            public void onTraced(TraceEvent event) {
                if (throwing) {
                    throw new IllegalStateException("for a test");
                }
                told.add(event);
            }
        };
    }
}
