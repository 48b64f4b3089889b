package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.web.Http.Call;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@HttpTest
class AnsweredRequestsTests {

    @Autowired
    private Http http;

    @Test
    @Tag("P53")
    void a_decision_has_one_winner_and_only_its_request_won() {
        http.send(Call.get("/api/decisions/ship")).mustBeProblem(404);
        http.send(Call.text("POST", "/api/decisions/ship", "Fram"))
                .mustBe(200, "{\"name\":\"ship\",\"value\":\"Fram\",\"slot\":0,\"won\":true}");
        http.send(Call.text("POST", "/api/decisions/ship", "Gjøa"))
                .mustBe(200, "{\"name\":\"ship\",\"value\":\"Fram\",\"slot\":0,\"won\":false}");
        http.send(Call.text("POST", "/api/decisions/ship", "Fram"))
                .mustBe(200, "{\"name\":\"ship\",\"value\":\"Fram\",\"slot\":0,\"won\":false}");
        http.send(Call.get("/api/decisions/ship")).mustBe(200, "{\"name\":\"ship\",\"value\":\"Fram\",\"slot\":0}");
    }

    @Test
    void a_log_has_indexes_of_its_own_and_pages() {
        http.send(Call.get("/api/log/unknown")).mustBe(200, "[]");
        for (int i = 0; i < 101; i++) {
            http.send(Call.text("POST", "/api/log/days", "day " + i))
                    .mustBe(200, "{\"log\":\"days\",\"index\":" + i + ",\"slot\":0}");
        }
        http.send(Call.text("POST", "/api/log/nights", "\"n\\\u0000\u2028"))
                .mustBe(200, "{\"log\":\"nights\",\"index\":0,\"slot\":0}");

        http.send(Call.get("/api/log/nights")).mustBe(200, "[{\"index\":0,\"value\":\"\\\"n\\\\\\u0000\\u2028\"}]");
        http.send(Call.get("/api/log/days")).mustBe(200, days(0, 100));
        http.send(Call.get("/api/log/days?limit=1000")).mustBe(200, days(0, 101));
        http.send(Call.get("/api/log/days?from=2&limit=3&consistency=linearizable")).mustBe(200, days(2, 5));
        http.send(Call.get("/api/log/days?limit=1&from=100&consistency=local")).mustBe(200, days(100, 101));
        http.send(Call.get("/api/log/days?from=101")).mustBe(200, "[]");
        http.send(Call.get("/api/log/days?from=9223372036854775807")).mustBe(200, "[]");
    }

    private static String days(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "{\"index\":" + i + ",\"value\":\"day " + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void a_map_counts_versions_and_compares() {
        http.send(Call.get("/api/map/k")).mustBeProblem(404);
        http.send(Call.get("/api/map/k?consistency=local")).mustBeProblem(404);
        compareAndSet("{\"expected\":\"a\",\"value\":\"b\"}").mustBe(200, "{\"updated\":false,\"value\":null,\"version\":0}");
        compareAndSet("{\"expected\":null,\"value\":\"a\"}").mustBe(200, "{\"updated\":true,\"value\":\"a\",\"version\":1}");
        compareAndSet("{\"expected\":null,\"value\":\"x\"}").mustBe(200, "{\"updated\":false,\"value\":\"a\",\"version\":1}");
        compareAndSet("{\"value\":\"b\",\"expected\":\"a\"}").mustBe(200, "{\"updated\":true,\"value\":\"b\",\"version\":2}");
        http.send(Call.text("PUT", "/api/map/k", "c")).mustBe(200, "{\"key\":\"k\",\"value\":\"c\",\"version\":3}");
        http.send(Call.get("/api/map/k")).mustBe(200, "{\"key\":\"k\",\"value\":\"c\",\"version\":3}");
        http.send(Call.get("/api/map/k?consistency=local")).mustBe(200, "{\"key\":\"k\",\"value\":\"c\",\"version\":3}");
        http.send(Call.get("/api/map/k?consistency=linearizable")).mustBe(200, "{\"key\":\"k\",\"value\":\"c\",\"version\":3}");
    }

    private Answer compareAndSet(String body) {
        return http.send(Call.json("/api/map/k/compare-and-set", body));
    }

    @Test
    void a_seat_is_sold_once_and_to_the_same_customer_again() {
        assertThat(seat("A1").get("customer").isNull()).isTrue();
        buy("A1", "alice").mustBe(201, "{\"seat\":\"A1\",\"customer\":\"alice\",\"slot\":0}");
        buy("A1", "alice").mustBe(201, "{\"seat\":\"A1\",\"customer\":\"alice\",\"slot\":0}");
        assertThat(buy("A1", "bob").mustBeProblem(409).member("soldTo")).isEqualTo("alice");
        buy("F10", "\\u00e9".repeat(126) + "\\ud83d\\ude00\\ud83d\\ude00").mustBe(201,
                "{\"seat\":\"F10\",\"customer\":\"" + "é".repeat(126) + "😀😀\",\"slot\":0}");
        assertThat(seat("A1").get("customer").asString()).isEqualTo("alice");
        assertThat(seat("A2").get("customer").isNull()).isTrue();

        String order = Stream.of("A", "B", "C", "D", "E", "F")
                .flatMap(row -> IntStream.rangeClosed(1, 10).mapToObj(i -> row + i)).collect(Collectors.joining(" "));
        assertThat(seats().map(seat -> seat.get("seat").asString()).collect(Collectors.joining(" "))).isEqualTo(order);
    }

    private Answer buy(String seat, String customer) {
        return http.send(Call.json("/api/seats/" + seat, "{\"customer\":\"" + customer + "\"}"));
    }

    private Stream<JsonNode> seats() {
        Answer answer = http.send(Call.get("/api/seats"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        return answer.json().valueStream();
    }

    private JsonNode seat(String name) {
        return seats().filter(seat -> seat.get("seat").asString().equals(name)).findAny().orElseThrow();
    }

    @Test
    void under_one_key_a_request_is_executed_once_and_gets_the_first_answer() {
        Call first = Call.text("POST", "/api/decisions/keyed", "a", "Idempotency-Key", "k 1~");
        String won = "{\"name\":\"keyed\",\"value\":\"a\",\"slot\":0,\"won\":true}";
        http.send(first).mustBe(200, won);
        http.send(first).mustBe(200, won);
        assertThat(http.send(Call.text("POST", "/api/decisions/keyed", "b", "Idempotency-Key", "k 1~")).mustBeProblem(422)
                .member("requestId")).isEqualTo("k 1~");
        http.send(Call.text("POST", "/api/log/keyed", "a", "Idempotency-Key", "k 1~")).mustBeProblem(422);
        http.send(Call.get("/api/log/keyed")).mustBe(200, "[]");

        Call append = Call.text("POST", "/api/log/keyed", "a", "Idempotency-Key", "x".repeat(128));
        http.send(append).mustBe(200, "{\"log\":\"keyed\",\"index\":0,\"slot\":0}");
        http.send(append).mustBe(200, "{\"log\":\"keyed\",\"index\":0,\"slot\":0}");
        http.send(Call.get("/api/log/keyed")).mustBe(200, "[{\"index\":0,\"value\":\"a\"}]");
        http.send(Call.text("PUT", "/api/map/keyed", "a", "Idempotency-Key", "k2")).mustBe(200,
                "{\"key\":\"keyed\",\"value\":\"a\",\"version\":1}");
        http.send(Call.text("PUT", "/api/map/keyed", "a", "Idempotency-Key", "k2")).mustBe(200,
                "{\"key\":\"keyed\",\"value\":\"a\",\"version\":1}");
        Call swap = Call.json("/api/map/keyed/compare-and-set", "{\"expected\":\"a\",\"value\":\"b\"}", "Idempotency-Key", "k3");
        http.send(swap).mustBe(200, "{\"updated\":true,\"value\":\"b\",\"version\":2}");
        http.send(swap).mustBe(200, "{\"updated\":true,\"value\":\"b\",\"version\":2}");
        Call sale = Call.json("/api/seats/B1", "{\"customer\":\"eve\"}", "Idempotency-Key", "k4");
        http.send(sale).mustBe(201, "{\"seat\":\"B1\",\"customer\":\"eve\",\"slot\":0}");
        http.send(Call.json("/api/seats/B2", "{\"customer\":\"eve\"}", "Idempotency-Key", "k4")).mustBeProblem(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "TEXT/Plain; charset=utf-8", "text/plain;charset=\"UTF-8\"",
        "text/plain; format=flowed"})
    void text_is_utf_8_unless_it_says_otherwise(String type) {
        http.send(Call.of("PUT", "/api/map/typed", "äöü😀", "Content-Type", type));
        assertThat(http.send(Call.get("/api/map/typed")).member("value")).isEqualTo("äöü😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "A.b_c:d-e", "seat-12A", "%41b", "compare-and-set"})
    void a_name_is_taken_as_it_is(String name) {
        http.send(Call.text("PUT", "/api/map/" + name, "v"));
        assertThat(http.send(Call.get("/api/map/" + name)).member("key")).isEqualTo(name.replace("%41", "A"));
    }

    @Test
    void names_of_128_and_values_of_64_KiB_are_taken() {
        String name = "n".repeat(128);
        for (String value : new String[] {"v".repeat(65_536), "é".repeat(32_768), "😀".repeat(16_384)}) {
            assertThat(http.send(Call.text("PUT", "/api/map/" + name, value)).status()).isEqualTo(200);
            assertThat(http.send(Call.get("/api/map/" + name)).member("value")).isEqualTo(value);
            String escaped = value.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
            String swap = "{\"expected\":\"" + escaped + "\",\"value\":\"" + escaped + "\"}";
            assertThat(http.send(Call.json("/api/map/" + name + "/compare-and-set", swap)).json().get("updated").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void the_page_and_the_actuator_answer() {
        Answer page = http.send(Call.get("/", "Accept", "text/html"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("sample.js").doesNotContain("http:", "https:", "//");
        assertThat(http.send(Call.get("/sample.js")).body()).doesNotContain("innerHTML", "eval(");
        assertThat(http.send(Call.get("/sample.css")).status()).isEqualTo(200);
        for (String path : new String[] {"health", "health/readiness", "metrics", "prometheus", "paxos"}) {
            assertThat(http.send(Call.get("/actuator/" + path)).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void the_page_is_told_the_state_of_each_node() {
        Answer nodes = http.send(Call.get("/api/nodes"));

        assertThat(nodes.status()).isEqualTo(200);
        assertThat(nodes.body()).startsWith("[{\"node\":\"").contains("\"self\":true", "\"role\":\"leader\"", "\"chosenUpTo\":");
    }
}
