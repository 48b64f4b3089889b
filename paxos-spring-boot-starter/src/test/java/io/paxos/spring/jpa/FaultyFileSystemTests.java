package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the fixture loses what a disk may lose with the power, and nothing else. */
class FaultyFileSystemTests {

    private static final long SEED = 1;

    private final FaultyFileSystem system = new FaultyFileSystem();
    private final Random random = new Random(SEED);
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

    @ParameterizedTest
    @EnumSource(PowerLoss.class)
    void what_was_forced_survives(PowerLoss loss) throws IOException {
        FileChannel channel = open(file);
        write(channel, 0, "hello");
        channel.force(false);

        cut(loss);

        assertThat(content(file)).isEqualTo("hello");
    }

    @Test
    void what_was_not_forced_is_read_before_the_cut_and_is_gone_after_it() throws IOException {
        FileChannel channel = open(file);
        write(channel, 0, "hello");
        channel.force(false);
        write(channel, 0, "jolly good");
        channel.truncate(7);
        assertThat(content(file)).isEqualTo("jolly g");

        cut(PowerLoss.NOTHING);

        assertThat(content(file)).isEqualTo("hello");
    }

    @Test
    void all_may_survive_without_a_force() throws IOException {
        FileChannel channel = open(file);
        write(channel, 0, "hello");
        write(channel, 3, "p!!");
        channel.truncate(5);

        cut(PowerLoss.ALL);

        assertThat(content(file)).isEqualTo("help!");
    }

    @Test
    void a_subset_is_made_of_whole_writes_in_any_order() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int trial = 0; trial < 200; trial++) {
            FileChannel channel = openForced("...");
            write(channel, 0, "ab");
            write(channel, 1, "xy");

            cut(PowerLoss.SUBSET);

            seen.add(content(file));
        }
        // The last one is an older write that came after a newer one.
        assertThat(seen).as("seed %d", SEED).containsExactlyInAnyOrder("...", "ab.", ".xy", "axy", "aby");
    }

    @Test
    void a_scattered_write_loses_pages_in_its_middle() throws IOException {
        int page = FileChange.SECTOR;
        Set<String> seen = new TreeSet<>();
        for (int trial = 0; trial < 200; trial++) {
            FileChannel channel = openForced(".".repeat(3 * page));
            write(channel, page / 2, "x".repeat(2 * page));

            cut(PowerLoss.SCATTERED);

            String content = content(file);
            assertThat(content).as("seed %d, trial %d", SEED, trial).hasSize(3 * page);
            seen.add("" + content.charAt(page / 2) + content.charAt(page) + content.charAt(2 * page)
                    + content.charAt(2 * page + page / 2));
        }
        assertThat(seen).as("seed %d", SEED)
                .containsExactlyInAnyOrder("....", "x...", ".x..", "..x.", "xx..", "x.x.", ".xx.", "xxx.");
    }

    @Test
    void a_torn_write_is_the_last_one_and_keeps_its_beginning() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int trial = 0; trial < 200; trial++) {
            FileChannel channel = openForced("......");
            write(channel, 0, "ab");
            write(channel, 2, "cde");

            cut(PowerLoss.TORN);

            seen.add(content(file));
        }
        assertThat(seen).as("seed %d", SEED).containsExactlyInAnyOrder("ab....", "abc...", "abcd..");
    }

    @Test
    void the_same_seed_leaves_the_same() throws IOException {
        List<String> contents = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            FileChannel channel = openForced(".".repeat(1_000));
            for (int i = 0; i < 100; i++) {
                write(channel, i * 7, "<" + i + ">");
            }
            system.powerCut(PowerLoss.SUBSET, new Random(SEED));
            system.restorePower();
            contents.add(content(file));
        }
        assertThat(contents.get(0)).as("seed %d", SEED).isEqualTo(contents.get(1)).contains("<").contains("..........");
    }

    @Test
    void a_dead_process_can_do_nothing_even_when_the_power_is_back() throws IOException {
        FileChannel channel = openForced("hello");
        FilePath dead = FilePath.get(system.h2Name(file));
        assertThat(channel.tryLock()).isNotNull();

        system.powerCut(PowerLoss.NOTHING, random);
        assertDead(channel, dead);
        system.restorePower();
        assertDead(channel, dead);

        assertThat(content(file)).isEqualTo("hello");
        try (FileChannel next = open(file)) {
            assertThat(next.tryLock()).as("the lock of the dead process is gone").isNotNull();
        }
    }

    @Test
    void a_power_cut_before_an_operation_takes_that_operation_too() throws IOException {
        FileChannel channel = openForced("hello");
        system.before(operation -> system.powerCut(PowerLoss.ALL, random));

        assertThatThrownBy(() -> write(channel, 0, "jolly")).isInstanceOf(IOException.class);

        assertThat(content(file)).isEqualTo("hello");
    }

    @Test
    void names_change_with_the_next_force_of_any_file() throws IOException {
        openForced("hello").close();
        Path other = directory.resolve("other");
        Path moved = directory.resolve("moved");

        path(file).moveTo(path(moved), true);
        FileChannel channel = open(other);
        cut(PowerLoss.NOTHING);
        assertThat(directory).isDirectoryContaining(found -> found.equals(file));
        assertThat(List.of(moved, other)).noneMatch(Files::exists);

        path(file).moveTo(path(moved), true);
        channel = open(other);
        channel.force(true);
        path(moved).delete();
        cut(PowerLoss.NOTHING);
        assertThat(content(moved)).isEqualTo("hello");
        assertThat(content(other)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_from_before_is_durable() throws IOException {
        Files.writeString(file, "hello");
        write(open(file), 0, "jolly");

        cut(PowerLoss.NOTHING);

        assertThat(content(file)).isEqualTo("hello");
    }

    private void assertDead(FileChannel channel, FilePath path) throws IOException {
        assertThatThrownBy(() -> write(channel, 0, "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.force(false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(channel::size).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> path.open("rw")).isInstanceOf(IOException.class);
        assertThatThrownBy(path::delete).isInstanceOf(DbException.class);
        channel.close();
    }

    /** The file, open, with this content, which is durable. */
    private FileChannel openForced(String content) throws IOException {
        FileChannel channel = open(file);
        channel.truncate(0);
        write(channel, 0, content);
        channel.force(true);
        return channel;
    }

    private FileChannel open(Path path) throws IOException {
        return path(path).open("rw");
    }

    private FilePath path(Path path) {
        return FilePath.get(system.h2Name(path));
    }

    private void cut(PowerLoss loss) {
        system.powerCut(loss, random);
        system.restorePower();
    }

    private static void write(FileChannel channel, long position, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), position);
    }

    private static String content(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.US_ASCII);
    }
}
