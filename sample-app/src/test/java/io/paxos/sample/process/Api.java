package io.paxos.sample.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client of the sample, with connections of its own. Safe for use by many threads. */
final class Api {

    /** Twice the deadline that a node keeps by itself: 5 seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How long a request is repeated: a node may have to start, with all others. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** Before a request is repeated, as a port at which nobody listens refuses at once. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int PAGE = 1_000;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    /** A request that needs a key to be repeated: what it is, apart from the node that takes it. */
    record Write(String method, String path, String body, String key) {

        static Write append(String log, String value, String key) {
            return new Write("POST", "/api/log/" + log, value, key);
        }

        static Write put(String name, String value, String key) {
            return new Write("PUT", "/api/map/" + name, value, key);
        }

        static Write decide(String name, String value, String key) {
            return new Write("POST", "/api/decisions/" + name, value, key);
        }
    }

    /** Reads once. */
    Reply get(int port, String path) {
        return exchange(request(port, path).GET());
    }

    /** Writes a text once. */
    Reply send(int port, Write write) {
        return exchange(request(port, write.path()).header("Content-Type", "text/plain")
                .header("Idempotency-Key", write.key()).method(write.method(), BodyPublishers.ofString(write.body())));
    }

    /** Sends whatever it is once; headers are names and values in turn. */
    Reply send(int port, String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = request(port, path).method(method, BodyPublishers.ofByteArray(body));
        return exchange(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(TIMEOUT);
    }

    private Reply exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            return Reply.none(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes under the same key until it is acknowledged.
     *
     * @param first how an attempt before has ended, if there was one
     * @param ports the port for each attempt
     * @throws AssertionError if it is refused for another reason than that this node cannot now, or for two minutes
     */
    Reply untilAcknowledged(Write write, @Nullable Reply first, IntSupplier ports) {
        long begin = System.nanoTime();
        Reply reply = first == null ? send(ports.getAsInt(), write) : first;
        while (reply.isRefused() || reply.isUnknown()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError(write + " was not acknowledged for two minutes; the last answer: " + reply);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            reply = send(ports.getAsInt(), write);
        }
        if (reply.status() != 200) {
            throw new AssertionError(write + " was answered by " + reply);
        }
        return reply;
    }

    /**
     * A whole log as one node knows it.
     *
     * @param consistency {@code local} or {@code linearizable}
     * @throws AssertionError if a page is not answered, or its indexes have a gap
     */
    List<String> log(int port, String log, String consistency) {
        List<String> values = new ArrayList<>();
        int size;
        do {
            String path = "/api/log/" + log + "?limit=" + PAGE + "&from=" + values.size() + "&consistency=" + consistency;
            Reply page = get(port, path);
            if (page.status() != 200) {
                throw new AssertionError(path + " on port " + port + " was answered by " + page);
            }
            size = 0;
            for (JsonNode entry : page.json()) {
                if (entry.required("index").asLong() != values.size()) {
                    throw new AssertionError(path + " on port " + port + " has " + entry + " at " + values.size());
                }
                values.add(entry.required("value").asString());
                size++;
            }
        } while (size == PAGE);
        return values;
    }
}
