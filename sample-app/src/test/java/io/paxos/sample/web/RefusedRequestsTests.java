package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.web.Http.Call;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class RefusedRequestsTests {

    private static final String CAS = "/api/map/refused/compare-and-set";

    @Autowired
    private Http http;

    static Stream<Arguments> names() {
        return Stream.of("-a", ".a", "_a", ":a", "a%20b", "a%25", "%C3%A4", "a,b", "a+b", "a@b", "n".repeat(129), "a%0A", "%3B")
                .flatMap(name -> Stream.of(Call.text("POST", "/api/decisions/" + name, "v"), Call.get("/api/decisions/" + name),
                        Call.text("POST", "/api/log/" + name, "v"), Call.get("/api/log/" + name),
                        Call.text("PUT", "/api/map/" + name, "v"), Call.get("/api/map/" + name),
                        Call.json("/api/map/" + name + "/compare-and-set", "{\"expected\":null,\"value\":\"v\"}")))
                .map(call -> Arguments.of(400, call));
    }

    static Stream<Arguments> paths() {
        return Stream.of(Arguments.of(400, Call.text("PUT", "/api/map/a;b", "v")),
                Arguments.of(400, Call.get("/;x=1/api/seats")), Arguments.of(400, Call.get("/api/seats;jsessionid=1")),
                Arguments.of(400, Call.get("/api/map/a%2Fb")), Arguments.of(400, Call.get("/api/map/a%5Cb")),
                Arguments.of(400, Call.get("/api/map/%FF")), Arguments.of(400, Call.get("/api/map/a%00")),
                Arguments.of(404, Call.get("/nothing")), Arguments.of(404, Call.text("POST", "/nothing", "x")),
                Arguments.of(404, Call.get("/api")), Arguments.of(404, Call.get("/api/map/")),
                Arguments.of(404, Call.get("/api/map/a/b")), Arguments.of(404, Call.get("/error")),
                Arguments.of(404, Call.get("/actuator/nothing")), Arguments.of(404, Call.get("/actuator/env")),
                Arguments.of(404, Call.get("/actuator/metrics/nothing")), Arguments.of(404, Call.get("/actuator/health/nothing")),
                Arguments.of(404, Call.get("/nothing", "Accept", "text/html")),
                Arguments.of(406, Call.get("/api/seats", "Accept", "text/html")),
                Arguments.of(406, Call.get("/api/log/a", "Accept", "text/plain")),
                Arguments.of(406, Call.get("/api/seats", "Accept", "?")));
    }

    static Stream<Arguments> methods() {
        return Stream.of(Arguments.of(405, Call.of("DELETE", "/api/decisions/a", "")),
                Arguments.of(405, Call.get("/api/seats/A1")),
                Arguments.of(405, Call.text("PUT", "/api/log/a", "v")), Arguments.of(405, Call.get(CAS)),
                Arguments.of(405, Call.text("POST", "/api/map/a", "v")), Arguments.of(405, Call.of("POST", "/api/seats", "")),
                Arguments.of(405, Call.of("DELETE", "/index.html", "")),
                Arguments.of(405, Call.of("POST", "/actuator/health", "")),
                Arguments.of(405, Call.of("FOO", "/api/seats", "")));
    }

    static Stream<Arguments> values() {
        String map = "/api/map/refused";
        return Stream.concat(
                Stream.of("text/html", "application/json", "application/octet-stream", "*/*", "text/*", "nonsense",
                        "application/x-www-form-urlencoded", "multipart/form-data; boundary=b",
                        "text/plain; charset=ISO-8859-1", "text/plain; charset=US-ASCII", "text/plain; charset=nonsense",
                        "text/plain; charset=")
                        .map(type -> Arguments.of(415, Call.of("PUT", map, "a=b", "Content-Type", type))),
                Stream.of(Arguments.of(415, Call.of("PUT", map, "v")), Arguments.of(415, Call.of("PUT", map, "")),
                        Arguments.of(400, Call.text("PUT", map, "")), Arguments.of(400, Call.text("POST", "/api/log/a", "")),
                        Arguments.of(413, Call.text("PUT", map, "v".repeat(65_537))),
                        Arguments.of(413, Call.text("PUT", map, "é".repeat(32_768) + "v")),
                        Arguments.of(413, Call.text("POST", "/api/decisions/refused", "v".repeat(65_537))),
                        Arguments.of(413, Call.text("POST", "/api/log/refused", "v".repeat(65_537))),
                        Arguments.of(400, bytes(0xff)), Arguments.of(400, bytes(0xc3)), Arguments.of(400, bytes(0xc0, 0x80)),
                        Arguments.of(400, bytes(0xed, 0xa0, 0x80)), Arguments.of(400, bytes(0xf4, 0x90, 0x80, 0x80))));
    }

    private static Call bytes(int... values) {
        byte[] body = new byte[values.length + 1];
        body[0] = 'a';
        for (int i = 0; i < values.length; i++) {
            body[i + 1] = (byte) values[i];
        }
        return new Call("PUT", "/api/map/refused", body, "Content-Type", "text/plain");
    }

    static Stream<Arguments> json() {
        String good = "{\"expected\":null,\"value\":\"v\"}";
        Stream<Call> swaps = Stream.of("", "{", "[]", "null", "\"a\"", "1", "{}", good + "x", good + good, "[" + good + "]",
                "{\"value\":\"v\"}", "{\"expected\":\"v\"}", "{\"expected\":null,\"value\":null}",
                "{\"expected\":null,\"value\":1e999}", "{\"expected\":1,\"value\":\"v\"}", "{\"expected\":null,\"value\":true}",
                "{\"expected\":null,\"value\":[\"v\"]}", "{\"expected\":null,\"value\":{\"a\":\"b\"}}",
                "{\"expected\":null,\"value\":\"v\",\"value\":\"v\"}", "{\"expected\":null,\"expected\":null,\"value\":\"v\"}",
                "{\"expected\":null,\"value\":\"v\",\"other\":\"x\"}", "{\"Expected\":null,\"value\":\"v\"}",
                "{\"expected\":null,\"value\":\"\"}", "{\"expected\":\"\",\"value\":\"v\"}",
                "{\"expected\":null,\"value\":\"\\ud800\"}",
                "{'expected':null,'value':'v'}", "{\"expected\":null,\"value\":\"v\",}",
                "{\"expected\":null,\"value\":\"v\" /* c */}",
                "\ufeff" + good, "{\"expected\":null,\"value\":\"a\nb\"}").map(body -> Call.json(CAS, body));
        Stream<Call> sales = Stream.of("{}", "{\"customer\":\"\"}", "{\"customer\":null}", "{\"customer\":7}",
                "{\"customer\":\"" + "c".repeat(129) + "\"}", "{\"customer\":\"a\",\"seat\":\"A1\"}", "[\"a\"]",
                "{\"customer\":\"" + "c".repeat(70_000) + "\"}")
                .map(body -> Call.json("/api/seats/C1", body));
        return Stream.of(Stream.concat(swaps, sales).map(call -> Arguments.of(400, call)),
                Stream.of("A0", "A11", "G1", "a1", "A01", "A", "1A", "A1%20", "-").map(seat -> Arguments.of(404,
                        Call.json("/api/seats/" + seat, "{\"customer\":\"a\"}"))),
                Stream.of(Arguments.of(415, Call.text("POST", CAS, good)), Arguments.of(415, Call.of("POST", CAS, good)),
                        Arguments.of(415, Call.of("POST", CAS, good, "Content-Type", "application/json;charset=UTF-16")),
                        Arguments.of(413, Call.json(CAS, "{\"expected\":null,\"value\":\"" + "v".repeat(65_537) + "\"}")),
                        Arguments.of(413, Call.json(CAS, "{\"expected\":null,\"value\":\"" + "v".repeat(2_000_000) + "\"}")),
                        Arguments.of(400, Call.json(CAS, "[".repeat(700_000)))))
                .flatMap(s -> s);
    }

    static Stream<Arguments> queries() {
        return Stream.of("/api/log/a?limit=0", "/api/log/a?limit=1001", "/api/log/a?limit=-1", "/api/log/a?limit=x",
                "/api/log/a?limit=", "/api/log/a?limit", "/api/log/a?limit=0x10", "/api/log/a?limit=1.0", "/api/log/a?limit=%201",
                "/api/log/a?limit=%D9%A1", "/api/log/a?from=-1", "/api/log/a?from=+1", "/api/log/a?from=9223372036854775808",
                "/api/log/a?from=99999999999999999999", "/api/log/a?from=1&from=1", "/api/log/a?from=1&&limit=1",
                "/api/log/a?From=1", "/api/log/a?offset=1", "/api/log/a?=1", "/api/log/a?consistency=",
                "/api/log/a?consistency=LOCAL",
                "/api/log/a?consistency=eventual", "/api/log/a?consistency=local&consistency=local", "/api/map/a?consistency=x",
                "/api/map/a?from=1", "/api/decisions/a?consistency=local", "/api/seats?consistency=local", "/api/seats?x",
                "/api/log/a?limit=%FF",
                "/actuator/metrics/jvm.threads.live?tag=%FF", "/actuator/health?x=%FF")
                .map(path -> Arguments.of(400, Call.get(path)));
    }

    static Stream<Arguments> keys() {
        return Stream.of(Arguments.of(400, Call.text("PUT", "/api/map/refused", "v", "Idempotency-Key", "k".repeat(129))),
                Arguments.of(400, Call.text("PUT", "/api/map/refused", "v", "Idempotency-Key", "a\tb")),
                Arguments.of(400, Call.text("PUT", "/api/map/refused", "v", "Idempotency-Key", "")),
                Arguments.of(400, Call.text("PUT", "/api/map/refused", "v", "Idempotency-Key", "a", "Idempotency-Key", "a")),
                Arguments.of(400, Call.text("PUT", "/api/map/refused?x=1", "v")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({"names", "paths", "methods", "values", "json", "queries", "keys"})
    void a_bad_request_is_refused_as_a_problem(int status, Call call) {
        Answer answer = http.send(call).mustBeProblem(status);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
        assertThat(http.send(Call.get("/api/map/refused")).status()).as("nothing was written").isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/map/a%2Fb HTTP/1.1\r\nHost: x\r\n", "GET /api/map/%FF HTTP/1.1\r\nHost: x\r\n",
        "GET /api/map/a b HTTP/1.1\r\nHost: x\r\n", "GET /api/map/%zz HTTP/1.1\r\nHost: x\r\n",
        "GET /api/map/a|b HTTP/1.1\r\nHost: x\r\n", "GET /api/log/a?limit=%zz HTTP/1.1\r\nHost: x\r\n",
        "GET /actuator/health?x=%zz HTTP/1.1\r\nHost: x\r\n", "G@T / HTTP/1.1\r\nHost: x\r\n", "NONSENSE\r\n",
        "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n",
        "PUT /api/map/refused HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: x\r\n",
        "PUT /api/map/refused HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nv\r\n",
        "PUT /api/map/refused HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nIdempotency-Key: \u00e4\r\n"
                + "Content-Length: 1\r\n\r\nv"})
    void what_the_container_refuses_is_a_problem_too(String request) throws IOException {
        http.sendRaw(withEnd(request)).mustBeProblem(400);
    }

    @Test
    void other_refusals_of_the_container_are_problems_too() throws IOException {
        http.sendRaw(withEnd("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n")).mustBeProblem(400);
        http.sendRaw(withEnd("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n")).mustBeProblem(400);
        http.sendRaw(withEnd("GET / HTTP/7.1\r\nHost: x\r\n")).mustBeProblem(505);
        assertThat(http.sendRaw(withEnd("TRACE /api/seats HTTP/1.1\r\nHost: x\r\n")).mustBeProblem(405).headers()
                .firstValue("Allow")).isPresent();
    }

    private static String withEnd(String request) {
        return request.contains("\r\n\r\n") ? request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                : request + "Connection: close\r\n\r\n";
    }

    @Test
    void the_request_id_is_the_key_or_one_of_this_request() {
        assertThat(http.send(Call.get("/api/seats?x=1", "Idempotency-Key", "mine")).member("requestId")).isEqualTo("mine");
        Answer first = http.send(Call.get("/nothing"));
        assertThat(http.send(Call.get("/nothing")).member("requestId")).isNotEqualTo(first.member("requestId"));
        Answer bad = http.send(Call.get("/api/seats", "Idempotency-Key", "k".repeat(129)));
        assertThat(bad.member("requestId")).isNotEmpty().doesNotContain("kk");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_body_of_32_MB_is_refused_over_a_whole_connection(boolean expectContinue) {
        String large = "v".repeat(32 << 20);
        http.send(Call.text("PUT", "/api/map/refused", large), expectContinue).mustBeProblem(413);
        http.send(Call.of("PUT", "/api/map/refused", large, "Content-Type", "text/html"), expectContinue).mustBeProblem(415);
        http.send(Call.text("PUT", "/api/map/-", large), expectContinue).mustBeProblem(400);
        http.send(Call.text("PUT", "/nothing", large), expectContinue).mustBeProblem(404);
        http.send(Call.text("PUT", "/api/map/a;b", large), expectContinue).mustBeProblem(400);
        http.send(Call.json(CAS, large), expectContinue).mustBeProblem(413);
    }

    @Test
    void a_client_that_writes_all_before_it_reads_gets_its_answer() throws IOException {
        String head = "PUT /api/map/refused HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nConnection: close\r\n";
        int size = 32 << 20;
        http.sendRaw(head + "Content-Length: " + size + "\r\n\r\n" + "v".repeat(size)).mustBeProblem(413);
        http.sendRaw(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(size) + "\r\n" + "v".repeat(size)
                + "\r\n0\r\n\r\n").mustBeProblem(413);
        http.sendRaw(head.replace("/api/map/refused", "/api/map/%2F") + "Content-Length: " + size + "\r\n\r\n" + "v".repeat(size))
                .mustBeProblem(400);
    }
}
