package io.paxos.sample.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.process.Api.Write;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node from its start to SIGTERM, with bad input in between: nothing changes, and no line of its log is at ERROR. */
class GoodDayTests {

    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    private static final String SWAP = "/api/map/bad/compare-and-set";
    private static final Duration END_BOUND = Duration.ofSeconds(20);

    private record Bad(int status, String method, String path, byte[] body, String... headers) {

        static Bad text(int status, String method, String path, String body) {
            return typed(status, method, path, TEXT, body);
        }

        static Bad typed(int status, String method, String path, String type, String body) {
            return new Bad(status, method, path, body.getBytes(UTF_8), "Content-Type", type);
        }

        static Bad get(int status, String path) {
            return new Bad(status, "GET", path, new byte[0]);
        }

        static Bad keyed(String key) {
            return new Bad(400, "PUT", "/api/map/bad", "v".getBytes(UTF_8), "Content-Type", TEXT, "Idempotency-Key", key);
        }
    }

    private static Stream<Bad> bad() {
        Stream<Bad> names = Stream.of("-a", "a%20b", "%C3%A4", "n".repeat(129), "a;b", "a%2Fb", "%FF").flatMap(name -> Stream.of(
                Bad.text(400, "POST", "/api/decisions/" + name, "v"), Bad.get(400, "/api/decisions/" + name),
                Bad.text(400, "POST", "/api/log/" + name, "v"), Bad.get(400, "/api/log/" + name),
                Bad.text(400, "PUT", "/api/map/" + name, "v"), Bad.get(400, "/api/map/" + name)));
        Stream<Bad> values = Stream.of(Bad.text(400, "PUT", "/api/map/bad", ""),
                Bad.text(413, "PUT", "/api/map/bad", "v".repeat(65_537)),
                Bad.text(413, "PUT", "/api/map/bad", "v".repeat(32 << 20)),
                Bad.text(413, "POST", "/api/log/bad", "v".repeat(65_537)),
                Bad.text(413, "POST", "/api/decisions/bad", "v".repeat(65_537)),
                new Bad(400, "PUT", "/api/map/bad", new byte[] {'a', (byte) 0xff}, "Content-Type", TEXT),
                new Bad(415, "PUT", "/api/map/bad", new byte[] {'a'}), Bad.typed(415, "PUT", "/api/map/bad", "text/html", "v"),
                Bad.typed(415, "PUT", "/api/map/bad", "text/plain; charset=ISO-8859-1", "v"),
                Bad.typed(415, "PUT", "/api/map/bad", "nonsense", "v"), Bad.keyed(""), Bad.keyed("k".repeat(129)));
        Stream<Bad> json = Stream.of("", "{", "[]", "null", "{}", "{\"value\":\"v\"}", "{\"expected\":null,\"value\":null}",
                "{\"expected\":1,\"value\":\"v\"}", "{\"expected\":null,\"value\":\"v\",\"value\":\"v\"}",
                "{\"expected\":null,\"value\":\"v\",\"other\":\"x\"}", "[".repeat(700_000))
                .map(body -> Bad.typed(400, "POST", SWAP, JSON, body));
        Stream<Bad> seats = Stream.of(Bad.typed(400, "POST", "/api/seats/C1", JSON, "{\"customer\":\"\"}"),
                Bad.typed(400, "POST", "/api/seats/C1", JSON, "{\"customer\":\"" + "c".repeat(129) + "\"}"),
                Bad.typed(404, "POST", "/api/seats/G1", JSON, "{\"customer\":\"a\"}"));
        Stream<Bad> rest = Stream.of(Bad.get(400, "/api/log/a?limit=0"), Bad.get(400, "/api/log/a?limit=1001"),
                Bad.get(400, "/api/log/a?from=-1"), Bad.get(400, "/api/log/a?from=99999999999999999999"),
                Bad.get(400, "/api/log/a?consistency=x"), Bad.get(400, "/api/log/a?other=1"), Bad.get(404, "/nothing"),
                Bad.get(404, "/actuator/env"), Bad.text(405, "PUT", "/api/log/a", "v"), Bad.get(405, "/api/seats/A1"),
                new Bad(406, "GET", "/api/seats", new byte[0], "Accept", "text/html"));
        return Stream.of(names, values, json, seats, rest).flatMap(all -> all);
    }

    @Test
    void bad_input_changes_nothing_and_logs_no_error() throws IOException {
        int port = ProcessCluster.freePorts(1).first();
        Api api = new Api();
        try (NodeProcess node = new NodeProcess("single", ProcessCluster.newDirectory("good-day"),
                List.of("--server.port=" + port, "--paxos.data-dir=data"))) {
            node.start();
            try {
                ProcessCluster.within(NodeProcess.PATIENCE)
                        .until(() -> api.get(port, "/actuator/health/readiness").status() == 200);
                api.untilAcknowledged(Write.append("good", "before", "key"), null, () -> port);
                bad().forEach(bad -> Problems.mustBeProblem(
                        api.send(port, bad.method(), bad.path(), bad.body(), bad.headers()), bad.status(), "single"));
                Problems.mustBeProblem(api.send(port, Write.append("good", "other", "key")), 422, "single");
                sendWhatIsNoHttp(port);
                mustHaveChangedNothing(api, port);

                long begin = System.nanoTime();
                assertThat(node.terminate()).as("128 + SIGTERM").isEqualTo(143);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("time to end").isLessThan(END_BOUND);
                assertThat(node.errors()).isEmpty();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(node.tail(60), e);
            }
        }
    }

    private static void sendWhatIsNoHttp(int port) throws IOException {
        for (String request : List.of("NONSENSE\r\n\r\n", "GET /api/map/a|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/7.1\r\nHost: x\r\nConnection: close\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                "PUT /api/map/bad HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: close\r\n\r\nzz\r\nv\r\n")) {
            try (Socket socket = connect(port)) {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 ")
                        .doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 500");
            }
        }
        // and clients that go in the middle of their request
        for (String request : List.of("", "GET /api/se",
                "PUT /api/map/bad HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nv")) {
            try (Socket socket = connect(port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void mustHaveChangedNothing(Api api, int port) {
        assertThat(api.log(port, "good", "linearizable")).containsExactly("before");
        assertThat(api.log(port, "bad", "linearizable")).isEmpty();
        assertThat(api.get(port, "/api/map/bad").status()).isEqualTo(404);
        assertThat(api.get(port, "/api/decisions/bad").status()).isEqualTo(404);
        assertThat(api.get(port, "/api/seats").body()).containsPattern("\"seat\":\"C1\",\"customer\":null");
    }
}
