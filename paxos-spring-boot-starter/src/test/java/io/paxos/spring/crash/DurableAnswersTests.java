package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The durability test finds what it looks for, in traces written by hand. */
@Tag("P01")
@Tag("P12")
@Tag("P14")
class DurableAnswersTests {

    private static final String LOG = "/data/node1/paxos.mv.db.ahead";

    private static final String NO_SYNC = "t2. was answered and no sync of the log had returned";

    /** A batch as it should be, before the one that each test is about. */
    private static final List<String> FIRST = List.of(write("t1."), "fsync(4<" + LOG + ">) = 0", ok("t1."));

    @Test
    void written_synced_and_answered_is_right() {
        DurableAnswers answers = answersOf(write("t1. t2."), write("head"), "fdatasync(4<" + LOG + ">) = 0", ok("t2."),
                "pwrite64(4<" + LOG + ">, \"housekeeping\", 12, 0) = 12");
        assertThat(answers.faults()).isEmpty();
        assertThat(answers.batches())
                .containsExactly(new DurableAnswers.Batch("t1.", 1, 1), new DurableAnswers.Batch("t2.", 2, 1));
    }

    @Test
    void several_syncs_are_right_if_all_is_written_before_the_last() {
        assertThat(answersOf(write("t2."), sync(), write("head"), sync(), ok("t2.")).faults()).isEmpty();
    }

    @Test
    void an_answer_before_the_sync_is_found() {
        assertThat(answersOf(write("t2."), ok("t2."), sync()).faults()).contains(NO_SYNC);
    }

    @Test
    void an_answer_before_the_sync_returns_is_found() {
        assertThat(parsed(
                "1 1.0 " + write("t2."),
                "1 1.0 fsync(4<" + LOG + "> <unfinished ...>",
                "2 1.0 " + ok("t2."),
                "1 1.0 <... fsync resumed>) = 0").faults()).contains(NO_SYNC);
    }

    @Test
    void an_answer_that_begins_before_the_sync_returns_is_found_though_it_ends_after_it() {
        assertThat(parsed(
                "1 1.0 " + write("t2."),
                "1 1.0 fsync(4<" + LOG + "> <unfinished ...>",
                "2 1.0 write(9<TCP:[a:1->b:2]>, \"ok t2. 5\\n\", 9 <unfinished ...>",
                "1 1.0 <... fsync resumed>) = 0",
                "2 1.0 <... write resumed>) = 9").faults()).contains(NO_SYNC);
    }

    @Test
    void a_sync_between_other_threads_lines_is_right() {
        assertThat(parsed(
                "1 1.0 pwrite64(4<" + LOG + ">, \"t2.\", 3, 0 <unfinished ...>",
                "2 1.0 write(1<pipe:[5]>, \"noise\", 5) = 5",
                "1 1.0 <... pwrite64 resumed>) = 3",
                "1 1.0 fsync(4<" + LOG + "> <unfinished ...>",
                "2 1.0 write(1<pipe:[5]>, \"noise\", 5 <unfinished ...>",
                "1 1.0 <... fsync resumed>) = 0",
                "3 1.0 " + ok("t2."),
                "2 1.0 <... write resumed>) = 5").faults()).isEmpty();
    }

    @Test
    void a_sync_of_the_batch_before_does_not_count() {
        assertThat(answersOf(write("t2."), ok("t2.")).faults()).contains(NO_SYNC);
    }

    @Test
    void a_sync_before_the_write_does_not_count() {
        assertThat(answersOf(sync(), write("t2."), ok("t2.")).faults()).hasSize(1).first().asString()
                .startsWith("t2. was answered and what was written was not synced: pwrite64");
    }

    @Test
    void a_sync_that_begins_before_the_write_returns_does_not_count() {
        assertThat(parsed(
                "1 1.0 pwrite64(4<" + LOG + ">, \"t2.\", 3, 0 <unfinished ...>",
                "2 1.0 " + sync(),
                "1 1.0 <... pwrite64 resumed>) = 3",
                "3 1.0 " + ok("t2.")).faults()).hasSize(1).first().asString()
                .startsWith("t2. was answered and what was written was not synced: pwrite64");
    }

    @Test
    void a_write_between_sync_and_answer_is_found() {
        assertThat(answersOf(write("t2."), sync(), write("head"), ok("t2.")).faults()).hasSize(1).first().asString()
                .startsWith("t2. was answered and what was written was not synced: pwrite64");
    }

    @Test
    void a_sync_of_another_file_does_not_count() {
        assertThat(answersOf(write("t2."), "fsync(5</data/node1/writes>) = 0", "fsync(5</data/node1/paxos.mv.db>) = 0", ok("t2."))
                .faults()).contains(NO_SYNC);
    }

    @Test
    void a_failed_sync_does_not_count() {
        assertThat(answersOf(write("t2."), "fsync(4<" + LOG + ">) = -1 EIO (Input/output error)", ok("t2.")).faults())
                .contains(NO_SYNC);
    }

    @Test
    void a_failed_sync_is_not_made_good_by_another_one() {
        String failed = "fsync(4<" + LOG + ">) = -1 EIO (Input/output error)";
        assertThat(answersOf(write("t2."), failed, sync(), ok("t2.")).faults()).hasSize(1).first().asString()
                .startsWith("t2. was answered after a sync that failed");
    }

    @Test
    void a_failed_write_is_found() {
        String failed = "pwrite64(4<" + LOG + ">, \"t2.\", 3, 0) = -1 ENOSPC (No space left on device)";
        assertThat(answersOf(failed, sync(), ok("t2.")).faults()).hasSize(1).first().asString()
                .startsWith("t2. was answered after a write that failed");
    }

    @Test
    void an_answer_without_a_write_of_its_own_is_found() {
        assertThat(answersOf(write("t1."), sync(), ok("t2.")).faults()).containsExactly("t2. was answered and was not written");
        assertThat(answersOf("pwrite64(4</data/node1/other>, \"t2.\", 3, 0) = 3", sync(), ok("t2.")).faults())
                .containsExactly("t2. was answered and was not written");
    }

    @Test
    void no_answer_and_two_answers_are_found() {
        assertThat(answersOf(write("t2."), sync()).faults()).containsExactly("t2. has 0 answers");
        assertThat(answersOf(write("t2."), sync(), ok("t2."), ok("t2.")).faults()).containsExactly("t2. has 2 answers");
    }

    private static String write(String content) {
        return "pwrite64(4<" + LOG + ">, \"" + content + "\", 99, 4096) = 99";
    }

    private static String sync() {
        return "fsync(4<" + LOG + ">) = 0";
    }

    private static String ok(String token) {
        return "write(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"ok " + token + " 5\\n\", 9) = 9";
    }

    /** The batch of t1, and then calls on one thread. */
    private static DurableAnswers answersOf(String... calls) {
        return parsed(Stream.of(calls).map(call -> "7 1795245788.421336 " + call).toArray(String[]::new));
    }

    /** The batch of t1, and then the lines. */
    private static DurableAnswers parsed(String... lines) {
        List<String> all = new ArrayList<>(FIRST.stream().map(call -> "7 1795245788.421336 " + call).toList());
        all.addAll(List.of(lines));
        return DurableAnswers.of(SystemCallTrace.parse(all), LOG, List.of("t1.", "t2."));
    }
}
