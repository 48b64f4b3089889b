package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The durability test finds what it looks for, in traces written by hand. */
@Tag("P14")
class WriteAheadOrderTests {

    private static final String LOG = "/data/node1/paxos.mv.db.ahead";
    private static final String FILE = "/data/node1/paxos.mv.db";

    private static final String HEADER = write(LOG, "PaWa", 512);
    private static final String RECORD = write(LOG, "PaWa, chunk:1, \\\"2\\\", \\0\\0\\0\\0\\000chunk:2", 1_024);
    private static final String CHUNK = write(FILE, "chunk:1, \\\"2\\\", \\0\\0\\0\\0\\0", 0);

    @Test
    void first_the_log_and_then_the_file_is_right() {
        assertThat(faultsOf(RECORD, sync(LOG), CHUNK, write(FILE, "chunk:2", 0))).isEmpty();
    }

    @Test
    void a_new_log_is_right_when_the_file_is_synced() {
        assertThat(faultsOf(HEADER, sync(LOG), RECORD, sync(LOG), CHUNK, sync(FILE), HEADER, sync(LOG))).isEmpty();
    }

    @Test
    void a_file_that_is_written_before_the_log_is_synced_is_found() {
        assertThat(faultsOf(sync(LOG), RECORD, CHUNK, sync(LOG))).hasSize(1).first().asString()
                .startsWith("what was written was not in the log, on the disk: pwrite64 on " + FILE);
        assertThat(faultsOf(RECORD, sync(FILE), CHUNK)).hasSize(1);
        assertThat(faultsOf(RECORD, sync(LOG).replace("= 0", "= -1 EIO (Input/output error)"), CHUNK)).hasSize(1);
    }

    @Test
    void a_file_that_is_written_before_the_log_is_found() {
        assertThat(faultsOf(CHUNK, RECORD, sync(LOG))).hasSize(1);
        assertThat(faultsOf(RECORD, sync(LOG), CHUNK, write(FILE, "chunk:3, and some more", 0),
                write(LOG, "PaWa, chunk:3, and some more", 2_048), sync(LOG))).hasSize(1);
    }

    @Test
    void a_sync_that_has_not_returned_does_not_count() {
        assertThat(WriteAheadOrder.faults(SystemCallTrace.parse(List.of(
                "1 1.0 " + RECORD,
                "1 1.0 fdatasync(5<" + LOG + "> <unfinished ...>",
                "2 1.0 " + CHUNK,
                "1 1.0 <... fdatasync resumed>) = 0")), LOG, FILE)).hasSize(1);
    }

    @Test
    void a_log_that_begins_anew_before_the_file_is_synced_is_found() {
        assertThat(faultsOf(RECORD, sync(LOG), CHUNK, HEADER, sync(FILE))).hasSize(1).first().asString()
                .startsWith("the log began anew before the file was synced: pwrite64 on " + LOG);
    }

    private static String write(String path, String content, long position) {
        return "pwrite64(5<" + path + ">, \"" + content + "\", 24, " + position + ") = 24";
    }

    private static String sync(String path) {
        return "fdatasync(5<" + path + ">) = 0";
    }

    private static List<String> faultsOf(String... calls) {
        return WriteAheadOrder.faults(SystemCallTrace.parse(Stream.of(calls).map(call -> "7 1795245788.421336 " + call).toList()),
                LOG, FILE);
    }
}
