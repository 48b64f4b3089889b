package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.replica.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many threads call while the node stops and starts: no call is ever left without an outcome, and none gets two. */
class ReplicaDriverStressTests {

    private static final int CALLERS = 4;
    private static final int LIVES = 8;
    private static final int DONE_IN_A_LIFE = 100;
    private static final int AT_ONCE = 8;

    private record Call(String value, Ending ending) {
    }

    private final TestNodes nodes = new TestNodes();
    private final TestNode node = nodes.single();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<Call> commands = new ConcurrentLinkedQueue<>();
    private final Queue<Ending> reads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        over.set(true);
        nodes.close();
    }

    @Test
    @Tag("P78")
    void every_call_gets_one_outcome_and_the_true_one() {
        List<Background> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            String name = "caller " + i;
            callers.add(Background.run(() -> call(name)));
        }
        for (int life = 0; life < LIVES; life++) {
            node.start();
            int before = done.get();
            Await.until("some are answered", () -> done.get() - before >= DONE_IN_A_LIFE);
            node.stop();
        }
        over.set(true);
        callers.forEach(Background::join);

        node.startServing();
        List<String> log = Requests.valuesIn(node.read().get());
        node.stop();
        assertThat(commands).allMatch(call -> call.ending().times() == 1);
        assertThat(reads).allMatch(ending -> ending.times() == 1);
        assertThat(log).doesNotHaveDuplicates();
        Set<String> executed = new HashSet<>(log);
        for (Call call : commands) {
            Outcome outcome = call.ending().get();
            if (outcome instanceof Outcome.Done) {
                assertThat(log.get((int) Requests.indexIn(outcome))).isEqualTo(call.value());
            } else if (outcome instanceof Outcome.NotExecuted) {
                assertThat(executed.contains(call.value())).as(call.value() + ", which ended as " + outcome).isFalse();
            }
        }
    }

    /** Hands in some calls at once, waits for them, and so on. */
    private void call(String name) {
        for (int number = 0; !over.get(); number++) {
            List<Ending> endings = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String value = name + ", " + number + "/" + i;
                Call call = new Call(value, node.propose(Requests.append(value)));
                commands.add(call);
                endings.add(call.ending());
            }
            Ending read = node.read();
            reads.add(read);
            endings.add(read);
            for (Ending ending : endings) {
                if (ending.get() instanceof Outcome.Done) {
                    done.incrementAndGet();
                } else if (ending.get() instanceof Outcome.NotExecuted) {
                    LockSupport.parkNanos(20_000);
                }
            }
        }
    }
}
