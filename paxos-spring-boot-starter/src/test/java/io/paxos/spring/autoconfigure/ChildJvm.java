package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A process of the test's own, with what it writes; ended at the latest when this is closed. */
final class ChildJvm implements AutoCloseable {

    /** How long a process may take for what takes a few seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a process.
     *
     * @param directory where it works, and where its output goes
     */
    static ChildJvm start(Path directory, List<Path> classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp",
                String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()), main.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        try {
            return new ChildJvm(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of this test, without the jars and folders that the filter takes out. */
    static List<Path> classPathWithout(Predicate<String> name) {
        // surefire may hide the class path in a manifest, and then says here what it is
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> kept = Stream.of(all.split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
                .filter(path -> !name.test(path.getFileName().toString())).toList();
        assertThat(kept).as("entries of the class path").hasSizeGreaterThan(10);
        return kept;
    }

    /** What it has written so far. */
    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Returns when it has written this text. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> output().contains(text) || !process.isAlive());
        assertThat(output()).contains(text);
    }

    /** Returns its exit code when it has ended by itself. */
    int awaitExit() {
        awaitEnd();
        return process.exitValue();
    }

    /** Ends it as a loss of power would end it, for all that it can do about it. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }
}
