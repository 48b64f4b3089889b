package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.process.Api.Write;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two of three nodes are killed: the third ends every call in time and says why, and works again when one of them is back. */
@ExtendWith(SharedCluster.class)
class TwoOfThreeDeadTests {

    /** A call ends after 5 seconds by itself; what is beyond is for a slow machine. */
    private static final Duration CALL_BOUND = Duration.ofSeconds(10);

    private final ProcessCluster cluster;

    TwoOfThreeDeadTests(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    @Tag("P51")
    void a_leader_that_is_left_alone_says_so() throws InterruptedException {
        leftAlone(cluster.awaitLeader(), "alone-leader");
    }

    @Test
    @Tag("P51")
    void a_follower_that_is_left_alone_says_so() throws InterruptedException {
        leftAlone(cluster.nodesBut(cluster.awaitLeader()).get(0), "alone-follower");
    }

    private void leftAlone(String left, String name) throws InterruptedException {
        int port = cluster.port(left);
        Api api = cluster.api();
        api.untilAcknowledged(Write.decide(name, "before", name), null, () -> port);
        api.untilAcknowledged(Write.append(name, "before", name + "-0"), null, () -> port);
        long pid = cluster.process(left).pid();
        List<String> gone = cluster.nodesBut(left);
        gone.forEach(node -> cluster.process(node).kill());

        // It may not have noticed yet, and then it is unknown, for good.
        Reply first = inTime(() -> api.send(port, Write.append(name, "first", name + "-1")));
        Problems.mustSayThatNothingGoes(first, left);

        ProcessCluster.within(NodeProcess.PATIENCE).until(() -> api.get(port, "/actuator/health/readiness").status() == 503);
        assertThat(api.get(port, "/actuator/health/readiness").body()).contains("no leader: a quorum of nodes cannot be reached");
        assertThat(api.get(port, "/actuator/health/liveness").status()).isEqualTo(200);
        Proposers.all(List.of(refused(left, () -> api.send(port, Write.append(name, "never", name + "-2"))),
                refused(left, () -> api.get(port, "/api/log/" + name)), refused(left, () -> api.get(port, "/api/map/" + name))));
        Reply known = inTime(() -> api.get(port, "/api/decisions/" + name));
        assertThat(known.status()).as(known.toString()).isEqualTo(200);
        assertThat(known.text("value")).isEqualTo("before");
        assertThat(api.log(port, name, "local")).containsExactly("before");

        cluster.process(gone.get(0)).start();
        ProcessCluster.within(NodeProcess.PATIENCE)
                .until(() -> api.send(port, Write.append(name, "after", name + "-3")).status() == 200);
        assertThat(api.get(port, "/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(cluster.process(left).isAlive() && cluster.process(left).pid() == pid).as("it was not restarted").isTrue();
        List<String> log = api.log(port, name, "linearizable");
        assertThat(log).startsWith("before").endsWith("after").doesNotContain("never").doesNotHaveDuplicates();
        if (first.isRefused()) {
            assertThat(log).containsExactly("before", "after");
        }
    }

    private static Callable<Void> refused(String left, Supplier<Reply> call) {
        return () -> {
            Problems.mustBeRefused(inTime(call), left);
            return null;
        };
    }

    private static Reply inTime(Supplier<Reply> call) {
        long begin = System.nanoTime();
        Reply reply = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("duration until %s", reply).isLessThan(CALL_BOUND);
        return reply;
    }
}
