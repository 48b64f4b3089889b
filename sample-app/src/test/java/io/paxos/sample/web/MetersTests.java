package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.web.Http.Call;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What operators of the sample can measure. */
@HttpTest
class MetersTests {

    @Autowired
    private Http http;

    @Test
    void writes_are_timed_by_operation_and_outcome() {
        http.send(Call.text("POST", "/api/log/measured", "a"));

        JsonNode writes = http.send(Call.get("/actuator/metrics/paxos.append?tag=operation:append&tag=outcome:done")).json();
        assertThat(writes.get("baseUnit").asString()).isEqualTo("seconds");
        JsonNode count = StreamSupport.stream(writes.get("measurements").spliterator(), false)
                .filter(measurement -> measurement.get("statistic").asString().equals("COUNT")).findFirst().orElseThrow();
        assertThat(count.get("value").asDouble()).isPositive();
        assertThat(http.send(Call.get("/actuator/metrics/paxos.append?tag=node:another")).status()).isEqualTo(404);
    }

    @Test
    void a_scraper_sees_how_the_node_stands() {
        http.send(Call.text("POST", "/api/log/measured", "b"));
        http.send(Call.get("/api/log/measured"));

        assertThat(http.send(Call.get("/actuator/prometheus")).body())
                .contains("paxos_append_seconds_count{node=\"single\",operation=\"append\",outcome=\"done\"} ")
                .contains("paxos_read_seconds_count{node=\"single\",operation=\"read\",outcome=\"done\"} ")
                .contains("paxos_role{node=\"single\",role=\"leader\"} 1.0\n")
                .contains("paxos_role{node=\"single\",role=\"follower\"} 0.0\n")
                .contains("paxos_elections_total{node=\"single\"} 1.0\n", "paxos_leaderships_total{node=\"single\"} 1.0\n")
                .contains("paxos_chosen_slots{node=\"single\"} ", "paxos_applied_slots{node=\"single\"} ")
                .contains("paxos_pending_calls{node=\"single\"} ", "paxos_batch_size_votes_count{node=\"single\"} ")
                .contains("paxos_sync_seconds_count{node=\"single\"} ")
                .doesNotContain("paxos_append_seconds_bucket");
    }
}
