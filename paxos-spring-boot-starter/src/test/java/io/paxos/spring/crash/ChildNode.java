package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@link NodeProcess}, as seen by the test that has started it. */
final class ChildNode implements AutoCloseable {

    private final Process process;
    private final CompletableFuture<String> starting = new CompletableFuture<>();
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    private ChildNode(Process process) {
        this.process = process;
        Thread reader = new Thread(this::listen, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process on the store in a data directory. */
    static ChildNode launch(Path dataDir) {
        return launch(List.of(), dataDir);
    }

    /**
     * Starts a process by way of another program.
     *
     * @param wrapper that program and its arguments, to be followed by the command
     */
    static ChildNode launch(List<String> wrapper, Path dataDir) {
        List<String> command = new ArrayList<>(wrapper);
        // quick to start; and no file in the temporary directory that a killed process cannot remove
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                NodeProcess.class.getName(), dataDir.toString()));
        try {
            return new ChildNode(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                said.add(line);
                if (line.equals("STARTING")) {
                    starting.complete(line);
                } else if (line.startsWith("READY ") || line.startsWith("REFUSED ")) {
                    started.complete(line);
                }
            }
        } catch (IOException e) {
            said.add(e.toString());
        } finally {
            starting.completeExceptionally(new IllegalStateException("the process ended before it began to start"));
            started.completeExceptionally(new IllegalStateException("the process ended before it was ready"));
        }
    }

    /** Waits until the node is about to open its store. */
    void awaitStarting() {
        await(starting);
    }

    /** Waits until the node leads. */
    void awaitReady() {
        assertThat(await(started)).as(this::toString).startsWith("READY ");
    }

    /** Whether it was heard that it leads, was refused its store, or has ended. */
    boolean hasStartedOrEnded() {
        return started.isDone();
    }

    /** A new connection to it; waits until it leads. */
    NodeConnection connect() {
        awaitReady();
        return new NodeConnection(Integer.parseInt(await(started).substring("READY ".length())));
    }

    private String await(CompletableFuture<String> line) {
        try {
            return line.get(SingleNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no such line from " + this, e);
        }
    }

    /** Lets it run for so long, and then kills it by SIGKILL; returns when it is dead. */
    void killAfter(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        assertThat(process.isAlive()).as("it lives until it is killed: %s", this).isTrue();
        kill();
    }

    private void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        process.onExit().orTimeout(SingleNode.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Lets it stop in order, and waits for that; its exit code. */
    int end() throws IOException {
        process.getOutputStream().close();
        awaitEnd();
        return process.exitValue();
    }

    /** Ends it, if it has not ended. */
    @Override
    public void close() throws IOException {
        // what runs below another program is not killed with it, but ends with its input
        process.getOutputStream().close();
        kill();
    }

    /** What it has said. */
    @Override
    public String toString() {
        return "process " + process.pid() + ", which said:\n" + String.join("\n", said);
    }
}
