package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTests {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private URI url;

    /** Answers every fifth request with 503. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = "answer".getBytes(StandardCharsets.UTF_8);
            synchronized (seen) {
                seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
                exchange.sendResponseHeaders(seen.size() % 5 == 0 ? 503 : 200, answer.length);
            }
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/log/x");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void answers_count_by_status() throws InterruptedException {
        LoadResult result;
        try (HttpLoad load = new HttpLoad(4)) {
            result = load.post(url, 4, Duration.ofMillis(500), "text");
        }
        assertThat(seen).containsOnly("POST /api/log/x text/plain; charset=UTF-8 text").hasSizeGreaterThan(4);
        assertThat(result.errors()).containsOnlyKeys("status-503");
        assertThat(result.errors().get("status-503")).isEqualTo(seen.size() / 5);
        assertThat(result.operations()).isEqualTo(seen.size() - seen.size() / 5);
    }

    @Test
    void a_body_is_one_of_200_only() throws IOException {
        try (HttpLoad load = new HttpLoad(1)) {
            for (int i = 0; i < 4; i++) {
                assertThat(load.get(url)).isEqualTo("answer");
            }
            assertThatIOException().isThrownBy(() -> load.get(url));
        }
    }

    @Test
    void nobody_there_is_an_error_of_its_own() throws InterruptedException {
        server.stop(0);
        LoadResult result;
        try (HttpLoad load = new HttpLoad(1)) {
            result = load.post(url, 1, Duration.ofMillis(50), "text");
        }
        assertThat(result.operations()).isZero();
        assertThat(result.errors()).containsOnlyKeys("HttpHostConnectException");
    }
}
