package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Command;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Header;
import io.paxos.core.replica.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a driver refuses while its protocol is held up: at once, and on the caller's thread (PITFALLS 70). */
@Tag("P70")
class ReplicaDriverBoundsTests {

    private static final int CALLS = 5;
    private static final int BYTES_OF_MESSAGES = 1_000;

    private final TestNodes nodes = new TestNodes();
    private final Command command = Requests.append("value 1");
    private final Turnstile turnstile = nodes.turnstile();

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void more_calls_than_allowed_are_refused_as_overloaded() {
        TestNode node = held(CALLS, 1 << 20);
        List<Ending> taken = IntStream.range(0, CALLS)
                .mapToObj(i -> i % 2 == 0 ? node.propose(Requests.append("value " + i)) : node.read()).toList();
        refusedAsOverloaded(node.propose(command));
        refusedAsOverloaded(node.read());
        refusedAsOverloaded(node.readLocally());
        assertThat(taken).allMatch(ending -> ending.times() == 0);

        turnstile.open();
        taken.forEach(Ending::get);
        assertThat(taken.get(0).get()).isInstanceOf(Outcome.Done.class);
        node.propose(command).get(Outcome.Done.class);
        assertThat(Requests.valuesIn(node.read().get())).hasSize(4).endsWith("value 1");
    }

    @Test
    void more_bytes_of_commands_than_allowed_are_refused_as_overloaded() {
        TestNode node = held(1_000, 2L * command.sizeInBytes());
        Ending first = node.propose(Requests.append("value 2"));
        Ending second = node.propose(Requests.append("value 3"));
        refusedAsOverloaded(node.propose(command));
        Ending read = node.read(); // has no bytes to speak of

        turnstile.open();
        first.get(Outcome.Done.class);
        second.get(Outcome.Done.class);
        read.get(Outcome.ReadDone.class);
        node.propose(command).get(Outcome.Done.class);
    }

    @Test
    void more_bytes_of_messages_than_allowed_are_lost() {
        TestNode node = held(CALLS, 1 << 20);
        Envelope message = new Envelope(new Header(ClusterId.unfounded("test"), "default", 0, NodeId.of("peer"),
                new StorageId(1, 1), Ballot.NONE), node.id(), new Fetch(1));
        ReplicaDriver driver = node.driver();
        assertThat(driver.receive(List.of(message), BYTES_OF_MESSAGES - 1)).isTrue();
        assertThat(driver.receive(List.of(message), 2)).isFalse();
        assertThat(driver.receive(List.of(message, message), 1)).isTrue();
        assertThat(driver.receive(List.of(message), 1)).isFalse();
        Ending call = node.propose(command); // for which there is room all the same

        turnstile.open();
        call.get(Outcome.Done.class);
        assertThat(driver.receive(List.of(message), BYTES_OF_MESSAGES)).isTrue();
    }

    private TestNode held(int calls, long callBytes) {
        DriverOptions options = TestNode.OPTIONS;
        TestNode node = nodes.single()
                .with(new DriverOptions(options.tick(), calls, callBytes, BYTES_OF_MESSAGES, options.patience()))
                .startServing();
        node.holdUp(turnstile);
        return node;
    }

    private static void refusedAsOverloaded(Ending ending) {
        assertThat(ending.times()).isEqualTo(1);
        assertThat(ending.endedOn()).isSameAs(Thread.currentThread());
        assertThat(ending.get(Outcome.NotExecuted.class).reason()).isEqualTo(Reason.OVERLOADED);
    }
}
