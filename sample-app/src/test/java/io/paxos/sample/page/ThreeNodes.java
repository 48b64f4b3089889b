package io.paxos.sample.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.sample.SampleApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The sample as a cluster of three in this JVM, on free ports. A node that was stopped may be started again. */
final class ThreeNodes implements AutoCloseable {

    /** Twice the deadline that a node keeps by itself. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final Path dataDir;
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, ConfigurableApplicationContext> running = new TreeMap<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts node1, node2 and node3, which keep their data below a directory. */
    ThreeNodes(Path dataDir) {
        this.dataDir = dataDir;
        Deque<Integer> free = freePorts();
        List.of("node1", "node2", "node3").forEach(node -> ports.put(node, free.pop()));
        try {
            startStopped();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    // All are held until the last is found, so that they differ.
    private static Deque<Integer> freePorts() {
        Deque<Integer> free = new ArrayDeque<>();
        try (ServerSocket first = loopback(); ServerSocket second = loopback(); ServerSocket third = loopback()) {
            List.of(first, second, third).forEach(socket -> free.add(socket.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return free;
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Starts a node that does not run, and returns when it has started, ready or not. */
    void start(String node) {
        List<String> arguments = new ArrayList<>(List.of("--paxos.node-id=" + node, "--server.port=" + ports.get(node),
                "--paxos.data-dir=" + dataDir));
        ports.keySet().forEach(peer -> arguments.add("--paxos.peers." + peer + "=" + url(peer)));
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setRegisterShutdownHook(false);
        running.put(node, application.run(arguments.toArray(String[]::new)));
    }

    /** Starts all nodes that do not run, and returns when all are ready. */
    void startStopped() {
        ports.keySet().stream().filter(node -> !running.containsKey(node)).forEach(this::start);
        await().atMost(READY_WITHIN).untilAsserted(
                () -> ports.keySet().forEach(node -> send(request(node, "/actuator/health/readiness"), 200)));
    }

    /** Stops a node, and returns when it has stopped. */
    void stop(String node) {
        ConfigurableApplicationContext context = running.remove(node);
        assertThat(context).as("%s runs", node).isNotNull();
        context.close();
    }

    /** Where a node takes requests, without a slash at the end. */
    String url(String node) {
        return "http://localhost:" + ports.get(node);
    }

    /** Sells a free seat through a node. */
    void sell(String node, String seat, String customer) {
        String body = new JsonMapper().writeValueAsString(Map.of("customer", customer));
        HttpRequest.Builder request = request(node, "/api/seats/" + seat).header("Content-Type", "application/json");
        assertThat(send(request.POST(BodyPublishers.ofString(body)), 201)).contains("\"seat\":\"" + seat + "\"");
    }

    /** All seats as a node tells them: JSON. */
    String seats(String node) {
        return send(request(node, "/api/seats"), 200);
    }

    private HttpRequest.Builder request(String node, String path) {
        return HttpRequest.newBuilder(URI.create(url(node) + path)).timeout(TIMEOUT);
    }

    private String send(HttpRequest.Builder request, int status) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
