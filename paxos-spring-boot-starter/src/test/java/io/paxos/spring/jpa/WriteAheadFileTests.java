package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.spring.jpa.FaultyFileSystem.Kind;
import io.paxos.spring.jpa.FaultyFileSystem.Times;
import io.paxos.spring.jpa.ahead.WriteAheadPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is, after any loss of power, as it was at a sync. */
class WriteAheadFileTests {

    private static final int MOST_BYTES = 60_000;
    private static final int TRIALS = Integer.getInteger("paxos.power.trials", 60);

    private FaultyFileSystem disk = new FaultyFileSystem();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        disk.close();
    }

    @ParameterizedTest
    @Tag("P14")
    @EnumSource
    void a_loss_of_power_leaves_the_file_as_of_the_last_sync_or_the_one_under_way(PowerLoss loss) throws IOException {
        for (long seed = 0; seed < TRIALS; seed++) {
            disk.close();
            disk = new FaultyFileSystem();
            new Trial(loss, seed, 1, 40).run();
        }
    }

    /** Writes so large that the log is full, and begins anew, several times in a life. */
    @ParameterizedTest
    @Tag("P14")
    @EnumSource
    void so_does_one_while_the_log_begins_anew(PowerLoss loss) throws IOException {
        for (long seed = 0; seed < Math.max(1, TRIALS / 20); seed++) {
            disk.close();
            disk = new FaultyFileSystem();
            new Trial(loss, seed, 80, 250).run();
        }
    }

    @Test
    void what_was_written_is_read_before_and_after_it_is_synced() throws IOException {
        try (FileChannel file = open("plain")) {
            file.write(bytes("hello"), 10);
            assertThat(content(file)).isEqualTo("\0\0\0\0\0\0\0\0\0\0hello");
            file.force(false);
            file.write(bytes("J"), 10);
            file.truncate(12);
            file.write(bytes("!"), 14);
            assertThat(content(file)).isEqualTo("\0\0\0\0\0\0\0\0\0\0Je\0\0!");
            assertThat(file.size()).isEqualTo(15);
            file.force(false);
            file.write(bytes("not synced"), 0);
        }
        try (FileChannel file = open("plain")) {
            assertThat(content(file)).isEqualTo("\0\0\0\0\0\0\0\0\0\0Je\0\0!");
        }
    }

    @Test
    void the_log_begins_anew_when_it_is_long_and_when_the_file_is_closed() throws IOException {
        byte[] large = new byte[1 << 20];
        try (FileChannel file = open("long")) {
            for (int i = 0; i < 40; i++) {
                Arrays.fill(large, (byte) i);
                file.write(ByteBuffer.wrap(large), 0);
                file.force(false);
            }
            assertThat(Files.size(log("long"))).isLessThan(12 << 20);
        }
        // the file alone has it all: a log without records adds nothing
        assertThat(Files.readAllBytes(directory.resolve("long.mv.db"))).isEqualTo(large);
    }

    @ParameterizedTest
    @Tag("P11")
    @Tag("P12")
    @EnumSource
    void after_one_failure_everything_fails(Kind kind) throws IOException {
        try (FileChannel file = open("failing")) {
            file.write(bytes("good"), 0);
            file.force(false);
            file.write(bytes("lost"), 0);
            disk.fail(kind, 1, Times.ONCE, "Input/output error");
            assertThatThrownBy(() -> file.force(false)).hasMessage("Input/output error");
            assertThatThrownBy(() -> file.force(false)).hasMessageContaining("earlier operation");
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(4), 0)).hasMessageContaining("earlier operation");
            assertThatThrownBy(() -> file.write(bytes("more"), 0)).hasMessageContaining("earlier operation");
        }
        disk.powerCut(PowerLoss.NOTHING, new Random(0));
        disk.restorePower();
        try (FileChannel file = open("failing")) {
            assertThat(content(file)).isEqualTo("good");
        }
    }

    @Test
    @Tag("P17")
    void a_file_that_was_cut_short_is_refused() throws IOException {
        try (FileChannel file = open("cut")) {
            file.write(bytes("0123456789"), 0);
            file.force(false);
        }
        try (FileChannel real = FileChannel.open(directory.resolve("cut.mv.db"), StandardOpenOption.WRITE)) {
            real.truncate(9);
        }
        try (FileChannel file = open("cut")) {
            assertThatThrownBy(file::size).hasMessageContaining("was cut short: it has 9 bytes, and had 10");
        }
    }

    @Test
    @Tag("P18")
    void a_log_without_a_header_is_refused() throws IOException {
        try (FileChannel file = open("garbled")) {
            file.write(bytes("0123456789"), 0);
            file.force(false);
        }
        byte[] log = Files.readAllBytes(log("garbled"));
        Arrays.fill(log, 0, 1024, (byte) 1);
        Files.write(log("garbled"), log);

        try (FileChannel file = open("garbled")) {
            assertThatThrownBy(file::size).hasMessageContaining("no header");
        }
    }

    /** Each record is on the disk before the next one is written: only the last can be half written. */
    @ParameterizedTest
    @Tag("P18")
    @ValueSource(ints = {1, 2, 3})
    void a_damaged_record_is_the_torn_end_only_if_it_is_the_last(int damaged) throws IOException {
        FileChannel file = open("flipped");
        for (String text : List.of("one", "two", "six")) {
            file.write(bytes(text), 0);
            file.force(false);
        }
        disk.powerCut(PowerLoss.NOTHING, new Random(0));
        disk.restorePower();
        byte[] log = Files.readAllBytes(log("flipped"));
        int record = 28 + 12 + 3;
        log[1024 + damaged * record - 1] ^= 1;
        Files.write(log("flipped"), log);

        try (FileChannel again = open("flipped")) {
            if (damaged < 3) {
                assertThatThrownBy(again::size).hasMessageContaining("damaged behind record " + (damaged - 1));
                assertThat(Files.readAllBytes(log("flipped"))).as("the evidence").isEqualTo(log);
            } else {
                assertThat(content(again)).isEqualTo("two");
            }
        }
    }

    /** Somebody may store what looks like heads of records; it must not cost more than to see that they are none. */
    @Test
    @Timeout(60)
    void forged_heads_of_records_do_not_hold_the_recovery_up() throws IOException {
        ByteBuffer forged = ByteBuffer.allocate(7 << 20);
        while (forged.remaining() >= 24) {
            forged.putInt(0x5061_5761).putLong(2).putInt(1_000).putInt(forged.remaining()).putInt(0);
        }
        FileChannel file = open("forged");
        file.write(forged.clear(), 0);
        file.force(false);
        for (int life = 0; life < 2; life++) {
            disk.powerCut(PowerLoss.NOTHING, new Random(0));
            disk.restorePower();
            // without writing, so that the forged heads are not those of the run before any more
            file = open("forged");
            assertThat(file.size()).isEqualTo(7 << 20);
        }
    }

    @Test
    @Tag("P17")
    void an_empty_log_is_that_of_an_empty_file_only() throws IOException {
        try (FileChannel file = open("emptied")) {
            file.write(bytes("one"), 0);
            file.force(false);
        }
        Files.write(log("emptied"), new byte[0]);

        try (FileChannel file = open("emptied")) {
            assertThatThrownBy(file::size).hasMessageContaining("the log is empty, and the file is not");
        }
    }

    @Test
    @Tag("P18")
    void a_damaged_header_does_not_bring_back_the_run_before() throws IOException {
        FileChannel file = open("header");
        file.write(bytes("one"), 0);
        file.force(false);
        disk.powerCut(PowerLoss.NOTHING, new Random(0));
        disk.restorePower();
        byte[] log = Files.readAllBytes(log("header"));
        // the first run has the second slot
        log[512 + 10] ^= 1;
        Files.write(log("header"), log);

        assertThatThrownBy(() -> {
            try (FileChannel again = open("header")) {
                again.size();
            }
        }).hasMessageContaining("header");
    }

    private Path log(String name) {
        return directory.resolve(name + ".mv.db" + WriteAheadPath.LOG_SUFFIX);
    }

    private FileChannel open(String name) throws IOException {
        return FilePath.get(WriteAheadPath.of(disk.h2Name(directory.resolve(name + ".mv.db")))).open("rw");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String content(FileChannel file) throws IOException {
        return new String(contentOf(file), StandardCharsets.US_ASCII);
    }

    private static byte[] contentOf(FileChannel file) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        while (all.hasRemaining() && file.read(all, all.position()) > 0) {
            continue;
        }
        assertThat(all.hasRemaining()).as("bytes are missing").isFalse();
        return all.array();
    }

    /** Some lives of one file, with a power cut at the end of each. */
    private final class Trial {

        private final PowerLoss loss;
        private final long seed;
        private final int scale;
        private final int mostOperations;
        private final Random random;
        private byte[] model = new byte[0];
        private byte[] durable = model;
        private byte[] underWay = model;

        Trial(PowerLoss loss, long seed, int scale, int mostOperations) {
            this.loss = loss;
            this.seed = seed;
            this.scale = scale;
            this.mostOperations = mostOperations;
            this.random = new Random(seed * 31 + loss.ordinal());
        }

        void run() throws IOException {
            String name = loss + "-" + seed + "-" + scale;
            for (int life = 0; life < 4; life++) {
                live(name);
                disk.before(operation -> {});
                disk.restorePower();
                try (FileChannel file = open(name)) {
                    byte[] found = contentOf(file);
                    assertThat(Arrays.equals(found, durable) || Arrays.equals(found, underWay))
                            .as("%s, seed %d, life %d: as of the last sync, or the one under way", loss, seed, life).isTrue();
                    model = found;
                }
                durable = model;
                underWay = model;
            }
        }

        private void live(String name) {
            int[] operations = {1 + random.nextInt(mostOperations)};
            disk.before(operation -> {
                if (--operations[0] == 0) {
                    disk.powerCut(loss, random);
                }
            });
            try (FileChannel file = open(name)) {
                while (true) {
                    change(file);
                }
            } catch (IOException e) {
                disk.powerCut(loss, random);
            }
        }

        private void change(FileChannel file) throws IOException {
            int kind = random.nextInt(10);
            if (kind < 5) {
                byte[] bytes = new byte[1 + random.nextInt(9_000 * scale)];
                random.nextBytes(bytes);
                int at = random.nextInt(MOST_BYTES * scale);
                file.write(ByteBuffer.wrap(bytes), at);
                model = Arrays.copyOf(model, Math.max(model.length, at + bytes.length));
                System.arraycopy(bytes, 0, model, at, bytes.length);
            } else if (kind == 5) {
                int size = random.nextInt(model.length + 1);
                file.truncate(size);
                model = Arrays.copyOf(model, size);
            } else if (kind < 8) {
                underWay = model.clone();
                file.force(false);
                durable = underWay;
            } else {
                assertThat(contentOf(file)).as("%s, seed %d", loss, seed).isEqualTo(model);
            }
        }
    }
}
