package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.spring.jpa.FaultyFileSystem.Kind;
import io.paxos.spring.jpa.FaultyFileSystem.Operation;
import io.paxos.spring.jpa.FaultyFileSystem.Times;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the fixture fails when it is told to, and says what is about to happen. */
class FaultyFileSystemFaultTests {

    private final FaultyFileSystem system = new FaultyFileSystem();
    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("file");
    }

    @AfterEach
    void close() {
        system.close();
    }

    @Test
    @Tag("P12")
    void a_force_after_a_failed_one_does_not_bring_back_what_that_one_lost() throws IOException {
        FileChannel channel = openForced("..........");
        write(channel, 0, "lost");
        system.fail(Kind.FORCE, 1, Times.ONCE, "Input/output error");

        assertThatThrownBy(() -> channel.force(false)).isInstanceOf(IOException.class).hasMessage("Input/output error");
        write(channel, 6, "kept");
        channel.force(false);
        assertThat(content(file)).isEqualTo("lost..kept");

        system.powerCut(PowerLoss.ALL, new Random(1));
        assertThat(content(file)).isEqualTo("......kept");
    }

    @Test
    @Tag("P75")
    void the_nth_write_from_now_fails_and_writes_nothing() throws IOException {
        FileChannel channel = openForced("...");
        system.fail(Kind.WRITE, 2, Times.ONCE, "No space left on device");

        write(channel, 0, "a");
        assertThatThrownBy(() -> write(channel, 1, "b")).isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        write(channel, 2, "c");

        assertThat(content(file)).isEqualTo("a.c");
    }

    @Test
    @Tag("P75")
    void all_writes_fail_until_the_disk_is_healed() throws IOException {
        FileChannel channel = openForced("...");
        system.fail(Kind.WRITE, 1, Times.FROM_THEN_ON, "No space left on device");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> write(channel, 0, "a")).isInstanceOf(IOException.class);
        }
        channel.force(false);
        system.heal();
        write(channel, 1, "b");

        assertThat(content(file)).isEqualTo(".b.");
    }

    @Test
    void writes_and_forces_are_counted_and_announced() throws IOException {
        List<Operation> announced = new ArrayList<>();
        system.before(announced::add);
        Path other = directory.resolve("other");

        write(open(file), 0, "a");
        FileChannel channel = open(other);
        write(channel, 0, "b");
        channel.force(false);

        assertThat(announced).containsExactly(new Operation(Kind.WRITE, FaultyFileSystem.real(file), 1),
                new Operation(Kind.WRITE, FaultyFileSystem.real(other), 2),
                new Operation(Kind.FORCE, FaultyFileSystem.real(other), 1));
        assertThat(system.count(Kind.WRITE)).isEqualTo(2);
        assertThat(system.count(Kind.WRITE, other)).isEqualTo(1);
        assertThat(system.count(Kind.FORCE, file)).isZero();
    }

    /** The file, open, with this content, which is durable. */
    private FileChannel openForced(String content) throws IOException {
        FileChannel channel = open(file);
        write(channel, 0, content);
        channel.force(true);
        return channel;
    }

    private FileChannel open(Path path) throws IOException {
        return FilePath.get(system.h2Name(path)).open("rw");
    }

    private static void write(FileChannel channel, long position, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), position);
    }

    private static String content(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.US_ASCII);
    }
}
