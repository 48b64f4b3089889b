package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.spring.actuator.StepTrace;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Started nodes show the messages of the two phases in their endpoint and their log, and nothing of what is decided. */
@Tag("TOY-5")
@Tag("USI-10")
@ExtendWith(OutputCaptureExtension.class)
class TraceTests {

    @Test
    @Tag("P83")
    void the_endpoint_and_the_log_show_what_the_nodes_did_and_no_value(@TempDir Path dataDir, CapturedOutput output) {
        try (TestCluster cluster = TestCluster.of(3, dataDir, "paxos.trace.enabled=true",
                "logging.level." + StepTrace.LOGGER + "=INFO")) {
            cluster.start();
            long slot = cluster.template("node1").decide("classified-seat", "classified-holder").slot();

            // whoever led when it was chosen has counted the vote that it took
            JsonNode counted = cluster.nodes().stream().flatMap(node -> eventsOf(cluster, node, "accepted", "counted").stream())
                    .filter(event -> covers(event, slot) && event.at("/members").size() == 2).findFirst().orElseThrow();
            String leader = counted.at("/to").asString();
            assertThat(counted.at("/quorum").asInt()).isEqualTo(2);
            assertThat(counted.at("/verdict").asString()).isEqualTo("ACC");
            assertThat(counted.at("/ballot/node").asString()).isEqualTo(leader);
            assertThat(eventsOf(cluster, leader, "promise", "counted")).isNotEmpty();

            String follower = counted.at("/members").valueStream().map(JsonNode::asString).filter(node -> !node.equals(leader))
                    .findFirst().orElseThrow();
            JsonNode voted = eventsOf(cluster, follower, "accept", "answered").stream().filter(event -> covers(event, slot)
                    && event.at("/ballot").equals(counted.at("/ballot"))).findFirst().orElseThrow();
            assertThat(voted.at("/from").asString()).isEqualTo(leader);
            assertThat(voted.at("/promised")).isEqualTo(voted.at("/ballot"));
            assertThat(voted.at("/entries").asInt()).isPositive();
            assertThat(voted.at("/bytes").asLong()).isGreaterThan("classified-seat".length() + "classified-holder".length());

            String shown = trace(cluster, leader).body() + trace(cluster, follower).body();
            assertThat(shown + output).doesNotContain("classified");
            assertThat(output).contains("INFO").contains(leader + ": " + counted.at("/line").asString())
                    .contains(follower + ": " + voted.at("/line").asString());
            assertNumbersRise(cluster, leader);
            assertThat(cluster.get(leader, "/actuator/paxos/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_node_that_is_not_traced_has_no_trace_to_show(@TempDir Path dataDir, CapturedOutput output) {
        try (TestCluster cluster = TestCluster.of(1, dataDir, "logging.level." + StepTrace.LOGGER + "=INFO")) {
            cluster.start().template("node1").decide("seat", "alice");

            assertThat(trace(cluster, "node1").statusCode()).isEqualTo(404);
            assertThat(cluster.get("node1", "/actuator/paxos").statusCode()).isEqualTo(200);
            assertThat(output).doesNotContain("chosen up to");
        }
    }

    private static void assertNumbersRise(TestCluster cluster, String node) {
        List<Long> numbers = events(cluster, node).stream().map(event -> event.at("/number").asLong()).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates().first().isEqualTo(1L);
    }

    private static boolean covers(JsonNode event, long slot) {
        return event.at("/firstSlot").asLong() <= slot && slot <= event.at("/lastSlot").asLong();
    }

    private static List<JsonNode> eventsOf(TestCluster cluster, String node, String kind, String what) {
        return events(cluster, node).stream().filter(event -> event.at("/kind").asString().equals(kind)
                && event.at("/what").asString().equals(what)).toList();
    }

    private static List<JsonNode> events(TestCluster cluster, String node) {
        HttpResponse<String> answer = trace(cluster, node);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode report = JsonMapper.builder().build().readTree(answer.body());
        assertThat(report.at("/node").asString()).isEqualTo(node);
        return report.at("/events").valueStream().toList();
    }

    private static HttpResponse<String> trace(TestCluster cluster, String node) {
        return cluster.get(node, "/actuator/paxos/trace");
    }
}
