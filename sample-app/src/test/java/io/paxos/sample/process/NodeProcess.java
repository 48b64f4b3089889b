package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.sample.SampleApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sample in a process of its own, which may be killed and started again with the same arguments. All that its lives write
 * goes into one file. No process outlives this JVM. Not for use by several threads.
 */
final class NodeProcess implements AutoCloseable {

    /** How long a test waits for what should take seconds; wide, as several JVMs may start at once on two cores. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(20);

    /** Our own log lines at ERROR, and what the JVM itself says of a thread that died. */
    private static final Pattern ERROR_LINE = Pattern.compile(
            "^\\d{4}-\\d\\d-\\d\\dT\\S+\\s+ERROR\\s.*|^Exception in thread.*|^.*OutOfMemoryError.*", Pattern.MULTILINE);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-children"));
    }

    private final String name;
    private final Path output;
    private final List<String> command;
    private Map<String, String> environment = Map.of();
    private @Nullable Process process;

    /**
     * Prepares a process; it does not run yet.
     *
     * @param name how failures call it
     * @param directory an existing directory, where it works, and where its output and temporary files go
     * @param arguments of the sample
     */
    NodeProcess(String name, Path directory, List<String> arguments) {
        this.name = name;
        this.output = directory.resolve(name + ".log");
        Path temporary = directory.resolve(name + "-tmp");
        try {
            // a killed Tomcat leaves directories there
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // C1 alone: measured on two cores, three nodes are ready after 10 seconds instead of 40, for half of the CPU time
        command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary, "-cp",
                classPath(), SampleApplication.class.getName()));
        command.addAll(arguments);
    }

    /** That of this JVM but for the classes of tests, which the sample would find beside its own. */
    private static String classPath() {
        // surefire may hide the class path in a manifest, and then says here what it is
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
                .filter(path -> !path.endsWith("test-classes")).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Variables for its lives from the next start on, beside those of this JVM. */
    void setEnvironment(Map<String, String> variables) {
        environment = variables;
    }

    /** Starts it, and does not wait. */
    void start() {
        assertThat(isAlive()).as("%s runs already", name).isFalse();
        ProcessBuilder builder = new ProcessBuilder(command).directory(output.getParent().toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            RUNNING.add(started);
            started.onExit().thenAccept(RUNNING::remove);
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Its process id. */
    long pid() {
        return running().pid();
    }

    /** Ends it by SIGKILL, and returns when it has ended. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Asks it to end by SIGTERM; its exit code when it has. */
    int terminate() {
        running().destroy();
        return awaitEnd();
    }

    /** Sends a signal that Java cannot, such as {@code STOP}. */
    void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).inheritIO().start();
            assertThat(kill.waitFor()).as("exit code of kill").isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    private int awaitEnd() {
        running().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return running().exitValue();
    }

    /** Returns when it has written this text. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> output().contains(text) || !isAlive());
        assertThat(output()).contains(text);
    }

    /** What it has written so far, in all its lives. */
    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its lines at ERROR, in all its lives. */
    List<String> errors() {
        return ERROR_LINE.matcher(output()).results().map(line -> name + ": " + line.group()).toList();
    }

    /** The last lines of its output. */
    String tail(int lines) {
        List<String> all = output().lines().toList();
        return "---- the last lines of " + name + " (" + output + ")\n"
                + String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Kills it, if it runs. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name;
    }
}
