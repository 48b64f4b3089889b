package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.paxos.sample.process.Api.Write;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --cluster} as a process: its ports are fixed, so this is skipped where one of them is taken. */
class ClusterProcessTests {

    private static final List<Integer> PORTS = List.of(8081, 8082, 8083);
    private static final Duration END_BOUND = Duration.ofSeconds(20);

    @Test
    void three_nodes_of_one_process_start_answer_and_end() {
        skipIfTaken();
        Api api = new Api();
        try (NodeProcess cluster = new NodeProcess("cluster", ProcessCluster.newDirectory("one-process"),
                List.of("--cluster", "--paxos.data-dir=data"))) {
            cluster.start();
            try {
                cluster.awaitOutput("/api/log/greetings");
                assertThat(cluster.output()).contains("Open http://localhost:8081/ in a browser", "Node node1 answers on",
                        "Node node2 answers on", "Node node3 answers on");
                for (int i = 0; i < PORTS.size(); i++) {
                    int port = PORTS.get(i);
                    Reply reply = api.untilAcknowledged(Write.append("greetings", "hello " + i, "hello-" + i), null, () -> port);
                    assertThat(reply.number("index")).isEqualTo(i);
                }
                for (int port : PORTS) {
                    assertThat(api.log(port, "greetings", "linearizable")).containsExactly("hello 0", "hello 1", "hello 2");
                }
                long begin = System.nanoTime();
                assertThat(cluster.terminate()).as("128 + SIGTERM").isEqualTo(143);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("time to end").isLessThan(END_BOUND);
                assertThat(cluster.output()).contains("[node3]", "Closed");
                assertThat(cluster.errors()).isEmpty();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(cluster.tail(100), e);
            }
        }
    }

    private static void skipIfTaken() {
        for (int port : PORTS) {
            try {
                new ServerSocket(port).close();
            } catch (IOException e) {
                abort("port " + port + " is taken");
            }
        }
    }
}
