package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.error.OutcomeUnknownException;
import io.paxos.sample.web.Http.Call;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.Consistency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class FailuresTests {

    private static final List<Call> CALLS = List.of(Call.text("POST", "/api/decisions/a", "v"), Call.get("/api/decisions/a"),
            Call.text("POST", "/api/log/a", "v"), Call.get("/api/log/a"), Call.text("PUT", "/api/map/a", "v"),
            Call.get("/api/map/a"), Call.json("/api/map/a/compare-and-set", "{\"expected\":null,\"value\":\"v\"}"),
            Call.json("/api/seats/D1", "{\"customer\":\"v\"}"), Call.get("/api/seats"));

    @Autowired
    private Http http;

    @Autowired
    private WatchedConsensus consensus;

    @AfterEach
    void heal() {
        consensus.heal();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void not_executed_says_whether_to_try_again(Reason reason) {
        consensus.before(() -> {
            throw new NotExecutedException(reason, "words for the caller");
        });
        int status = reason == Reason.VALUE_TOO_LARGE ? 413 : reason == Reason.KEY_REUSED ? 422 : 503;
        for (Call call : CALLS) {
            assertThat(http.send(call).mustBeProblem(status).member("detail")).isEqualTo("words for the caller");
        }
    }

    @Test
    void an_unknown_outcome_is_504_and_nothing_else_is() {
        consensus.before(() -> {
            throw new OutcomeUnknownException("perhaps");
        });
        for (Call call : CALLS) {
            assertThat(http.send(call).mustBeProblem(504).member("detail")).isEqualTo("perhaps");
        }
    }

    @Test
    void reads_are_linearizable_unless_asked_for_otherwise() {
        assertThat(consistencyOf("/api/log/a")).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(consistencyOf("/api/log/a?consistency=local")).isEqualTo(Consistency.LOCAL);
        assertThat(consistencyOf("/api/map/a")).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(consistencyOf("/api/map/a?consistency=local")).isEqualTo(Consistency.LOCAL);
        assertThat(consistencyOf("/api/decisions/a")).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(consistencyOf("/api/seats")).isEqualTo(Consistency.LINEARIZABLE);
    }

    private Consistency consistencyOf(String path) {
        http.send(Call.get(path));
        CallOptions options = consensus.lastOptions();
        return options == null ? CallOptions.DEFAULTS.consistency() : options.consistency();
    }

    @Test
    void a_fifth_page_at_a_time_is_refused() throws InterruptedException {
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch end = new CountDownLatch(1);
        consensus.before(() -> {
            four.countDown();
            awaitQuietly(end);
        });
        List<CompletableFuture<Answer>> pages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pages.add(CompletableFuture.supplyAsync(() -> http.send(Call.get("/api/log/pages")),
                    task -> new Thread(task).start()));
        }
        four.await();
        http.send(Call.get("/api/log/pages")).mustBeProblem(503);
        end.countDown();
        pages.forEach(page -> page.join().mustBe(200, "[]"));
        http.send(Call.get("/api/log/pages")).mustBe(200, "[]");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void clients_that_go_away_leave_nothing_behind() throws IOException {
        String value = "\"".repeat(60_000);
        for (int i = 0; i < 300; i++) {
            http.send(Call.text("POST", "/api/log/broken", value));
        }
        for (int i = 0; i < 6; i++) {
            http.sendAndBreak("GET /api/log/broken?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n", 10_000);
            http.sendAndBreak("PUT /api/map/broken HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nv",
                    0);
        }
        Call active = Call.get("/actuator/metrics/http.server.requests.active");
        await("the end of all requests but this one").atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(http.send(active).json().at("/measurements/0/value").asDouble()).isEqualTo(1));
        assertThat(http.send(Call.get("/api/log/broken?limit=1")).status()).isEqualTo(200);
        http.send(Call.get("/api/map/broken")).mustBeProblem(404);
    }
}
