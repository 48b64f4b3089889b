package io.paxos.spring.crash;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A connection to a {@link NodeProcess}. Appends may come from many threads, reads from one at a time. */
final class NodeConnection implements AutoCloseable {

    /** How an append ended. */
    sealed interface Answer {

        /** It is acknowledged, and stands at this index. */
        record Ok(long index) implements Answer {
        }

        /** The node said that it is not executed, or that nobody knows. */
        record Other(String line) implements Answer {
        }

        /** The connection ended before an answer had come. */
        record Cut() implements Answer {
        }
    }

    private final Socket socket;
    private final Map<String, CompletableFuture<Answer>> appends = new ConcurrentHashMap<>();
    private List<String> page = new ArrayList<>();
    private @Nullable CompletableFuture<@Nullable List<String>> read;
    private int readFrom;
    private boolean cut;

    /**
     * @param port of the node on the loopback address
     */
    NodeConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::listen, "answers-" + socket.getLocalPort());
        reader.setDaemon(true);
        reader.start();
    }

    /** Adds a token, which was never sent before and has no space in it, to the log. */
    CompletableFuture<Answer> append(String token) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        appends.put(token, answer);
        send("append " + token + "\n");
        return answer;
    }

    /** Reads the log from an index to its end; null if the connection ended before all of it had come. */
    @Nullable List<String> read(int from) {
        CompletableFuture<@Nullable List<String>> asked = new CompletableFuture<>();
        synchronized (this) {
            page = new ArrayList<>();
            readFrom = from;
            read = asked;
        }
        send("read " + from + "\n");
        return asked.join();
    }

    private synchronized void send(String line) {
        try {
            if (!cut) {
                socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                return;
            }
        } catch (IOException e) {
            // the reader will find the end of the connection, and perhaps answers before it
            return;
        }
        endAll();
    }

    private void listen() {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            String line;
            while ((line = nextLine(in)) != null) {
                take(line);
            }
        } catch (IOException e) {
            // reset by the death of the other side
        } finally {
            synchronized (this) {
                cut = true;
            }
            endAll();
        }
    }

    /** The next whole line: half an answer is none. */
    private static @Nullable String nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0) {
            if (next == '\n') {
                return line.toString(StandardCharsets.US_ASCII);
            }
            line.write(next);
        }
        return null;
    }

    private void take(String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("ok")) {
            answered(words[1], new Answer.Ok(Long.parseLong(words[2])));
        } else if (words[0].equals("value")) {
            addToPage(Integer.parseInt(words[1]), words[2]);
        } else if (words[0].equals("end")) {
            endRead(null);
        } else if (words[1].equals("read")) {
            endRead(new AssertionError("not read: " + line));
        } else {
            answered(words[1], new Answer.Other(line));
        }
    }

    private void answered(String token, Answer answer) {
        CompletableFuture<Answer> waiting = appends.remove(token);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    private synchronized void addToPage(int index, String token) {
        if (index != readFrom + page.size()) {
            endRead(new AssertionError("index " + index + " follows " + page.size() + " values from " + readFrom + " on"));
        }
        page.add(token);
    }

    private synchronized void endRead(@Nullable AssertionError error) {
        if (read != null && error == null) {
            read.complete(page);
        } else if (read != null) {
            read.completeExceptionally(error);
        }
    }

    private synchronized void endAll() {
        appends.keySet().forEach(token -> answered(token, new Answer.Cut()));
        if (read != null) {
            read.complete(null);
        }
    }

    /** Closes the connection; what has no answer yet has none for ever. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
