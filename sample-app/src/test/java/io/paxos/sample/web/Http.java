package io.paxos.sample.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A client of the sample. */
final class Http {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Http(int port) {
        this.port = port;
    }

    /** A request as a test writes it; headers are names and values in turn. */
    record Call(String method, String path, byte[] body, String... headers) {

        static Call of(String method, String path, String body, String... headers) {
            return new Call(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        static Call get(String path, String... headers) {
            return of("GET", path, "", headers);
        }

        /** With a text as its body. */
        static Call text(String method, String path, String body, String... headers) {
            return of(method, path, body, headers).with("Content-Type", "text/plain");
        }

        /** A POST with a JSON body. */
        static Call json(String path, String body, String... headers) {
            return of("POST", path, body, headers).with("Content-Type", "application/json");
        }

        Call with(String name, String value) {
            String[] more = Arrays.copyOf(headers, headers.length + 2);
            more[headers.length] = name;
            more[headers.length + 1] = value;
            return new Call(method, path, body, more);
        }

        @Override
        public String toString() {
            String text = new String(body, 0, Math.min(body.length, 40), StandardCharsets.ISO_8859_1);
            return method + " " + (path.length() > 80 ? path.substring(0, 80) : path) + " " + Arrays.toString(headers) + " "
                    + text.replaceAll("[^ -~]", "?");
        }
    }

    /** The answer to a request. */
    Answer send(Call call) {
        return send(call, false);
    }

    /** The answer to a request whose body the client sends only when it is asked to. */
    Answer send(Call call, boolean expectContinue) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + call.path()))
                .method(call.method(),
                        call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()))
                .timeout(Duration.ofMillis(TIMEOUT_MILLIS)).expectContinue(expectContinue);
        if (call.headers().length > 0) {
            request.headers(call.headers());
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends bytes, each character one, over a connection that the server is to close; and what it says. */
    Answer sendRaw(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return Answer.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Sends bytes, reads some of the answer, and breaks the connection. */
    void sendAndBreak(String bytes, int read) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readNBytes(read);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }
}
