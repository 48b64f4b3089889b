package io.paxos.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node as its parent sees it. */
final class NodeProcess implements AutoCloseable {

    private static final String ENDED = "";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final String url;
    private final Path log;
    private final Process process;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /**
     * Starts a process and does not wait for it. It ends with this one, even if it is not closed.
     *
     * @param url where it will answer
     * @param log file for its log
     * @param isOurs whether it is a {@link Node}; another one cannot be asked anything
     */
    NodeProcess(String name, String url, List<String> command, Path log, boolean isOurs) throws IOException {
        this.name = name;
        this.url = url;
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command);
        this.process = (isOurs ? builder.redirectError(log.toFile())
                : builder.redirectErrorStream(true).redirectOutput(log.toFile())).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Thread reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    String name() {
        return name;
    }

    String url() {
        return url;
    }

    /** CPU time that it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Says a line and waits for the answer, for minutes longer than the node may work at it.
     *
     * @throws IllegalStateException if there is none, or the process has ended; with the end of its log
     */
    String ask(String line, Duration work) throws InterruptedException {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        } catch (IOException e) {
            throw failed("has ended");
        }
        return answer(work);
    }

    /** Waits for what it says unasked, as {@link #ask} does. */
    String answer(Duration work) throws InterruptedException {
        String answer = answers.poll(work.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null || answer.equals(ENDED)) {
            throw failed(answer == null ? "does not answer" : "has ended");
        }
        return answer;
    }

    /** @throws IllegalStateException if the process has ended; with the end of its log */
    void requireAlive() {
        if (!process.isAlive()) {
            throw failed("has ended");
        }
    }

    /** Tells it to end; {@link #close} waits for that. */
    void tellToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        process.destroy();
    }

    @Override
    public void close() {
        tellToEnd();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(Node.ANSWER)) {
                    answers.add(line.substring(Node.ANSWER.length()));
                }
            }
        } catch (IOException e) {
            // it has ended
        }
        answers.add(ENDED);
    }

    private IllegalStateException failed(String what) {
        try {
            List<String> lines = Files.readAllLines(log);
            return new IllegalStateException(name + " " + what + ". The end of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
