package io.paxos.spring.codec;

import static io.paxos.spring.codec.KnownEncodingTests.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are well formed as far as they go, and still no encoding. */
@Tag("P74")
class RefusedFormTests {

    private static final String CLIENT = "0102030405060708 1112131415161718";
    private static final String DIGEST =
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String STORE_1 = "0000000000000000 0000000000000001";
    private static final String STORE_2 = "0000000000000000 0000000000000002";

    @ParameterizedTest
    @CsvSource({
        "00, kind 0",
        "03, kind 3",
        "02 00, 'the kind of a request id at byte 1 of 2, found kind 0'",
        "02 03, kind 3",
        // sequence 0; lowest open 0, and above the sequence
        "02 01 " + CLIENT + " 00 01 00 00, a request sequence starts at 1",
        "02 01 " + CLIENT + " 05 00 00 00, lowest open sequence 0 does not fit",
        "02 01 " + CLIENT + " 05 06 00 00, lowest open sequence 6 does not fit",
        // keys of no character, of 129, of one that is not printable, of one that is not ASCII
        "02 02 00 " + DIGEST + " 00 00, an idempotency key is 1 to 128",
        "02 02 8101, 'a length of 129, which is above the most of 128'",
        "02 02 01 0a " + DIGEST + " 00 00, an idempotency key is 1 to 128",
        "02 02 01 e4 " + DIGEST + " 00 00, not ASCII",
        "02 02 01 61 abab, found 2 bytes before the end where it takes 32",
        "02 01 " + CLIENT + " 05 05 00 02 61, a length of 2 with 1 bytes left"})
    void an_entry_that_there_is_not_is_refused(String hex, String words) {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> EntryForm.read(new BinaryInput(parse(hex)))).withMessageContaining(words);
    }

    @Test
    @Tag("P73")
    void kinds_that_this_node_does_not_know_may_come_from_a_newer_release() {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> EntryForm.read(new BinaryInput(parse("03")))).withMessageContaining("newer release?");
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> RequestIdForm.read(new BinaryInput(parse("03")))).withMessageContaining("newer release?");
    }

    @ParameterizedTest
    @CsvSource({
        "01 00 00, a row of a journal holds at least one",
        "01 00 01 00 01 01, 'no range of slots: first 0, count 1'",
        "01 00 01 01 00 00, 'no range of slots: first 1, count 0'",
        "01 00 01 ffffffffffffffff7f 01 01, no range of slots",
        "01 01 000000 00 01 01 00, no range of slots",
        "01 01 000000 01 00 01 00, no range of slots",
        "01 01 010000 01 01 01 00, no ballot",
        "01 00 01 01 01 01 00, 'expected the end at byte 6 of 7, found 1 more bytes'",
        // counts that the bytes left could hold only if rows were shorter than any row
        "01 02 000000 01 01 01 00, a count of 2 with 7 bytes left",
        "01 00 02 01 01 01 01 01, a count of 2 with 5 bytes left",
        "00 00 01 01 01 01, version 0"})
    void a_row_body_that_there_is_not_is_refused(String hex, String words) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> RowBodyForm.decode(parse(hex)))
                .withMessageContaining(words);
    }

    @Test
    @Tag("P73")
    void a_body_or_binding_of_a_later_version_is_refused_by_words() {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> RowBodyForm.decode(parse("02 00 01 01 01 01")))
                .withMessage("expected the version of a row of a journal at byte 0 of 6, found version 2, and this node knows "
                        + "version 1 only: was it written by a newer release?");
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> BindingForm.decode(parse("07 00")))
                .withMessageContaining("version of a binding").withMessageContaining("newer release?");
    }

    @Test
    void a_row_of_a_journal_holds_something() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RowBody(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', the version of a binding",
        "01 03, the stage of a binding",
        "01 00 00, the end",
        "01 01, the epoch of a membership",
        "01 01 00 00 01 01, no membership",
        // nobody, weight 0, weight above an int
        "01 01 00 01 00 " + STORE_1 + " 0101 01 01, nobody",
        "01 01 00 01 0161 " + STORE_1 + " 00 01 01, 'no member: node a, weight 0'",
        "01 01 00 01 0161 " + STORE_1 + " 8080808008 01 01, above the most of 2147483647",
        // the same node twice; another order; the same store twice
        "01 01 00 02 0161 " + STORE_1 + " 01 0161 " + STORE_2 + " 01 02 02, a member above a",
        "01 01 00 02 0162 " + STORE_1 + " 01 0161 " + STORE_2 + " 01 02 02, a member above b",
        "01 01 00 02 0161 " + STORE_1 + " 01 0162 " + STORE_1 + " 01 02 02, a store stands twice",
        "01 01 00 02 0161 " + STORE_1 + " 01 0162, a count of 2 with 21 bytes left",
        // quorums of nothing, that may miss each other, that can never be reached, that are no int
        "01 01 00 01 0161 " + STORE_1 + " 01 00 01, a quorum is at least 1",
        "01 01 00 02 0161 " + STORE_1 + " 01 0162 " + STORE_2 + " 01 01 01, may miss each other",
        "01 01 00 01 0161 " + STORE_1 + " 01 01 02, can never be reached",
        "01 01 00 01 0161 " + STORE_1 + " 01 8080808010 01, above the most of 2147483647",
        // weights that add up to more than an int
        "01 01 00 02 0161 " + STORE_1 + " ffffffff07 0162 " + STORE_2 + " 01 01 01, overflow"})
    void a_binding_that_there_is_not_is_refused(String hex, String words) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> BindingForm.decode(parse(hex)))
                .withMessageContaining(words);
    }

    /** The largest counts and lengths that a varint can say, and that an int can hold. */
    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffff7f", "ffffffff07", "80808004"})
    @Tag("P81")
    void no_hostile_count_or_length_allocates_memory(String count) {
        String rest = "01".repeat(20);
        List<Runnable> hostile = List.of(
                () -> RowBodyForm.decode(parse("01" + count + rest)),
                () -> RowBodyForm.decode(parse("01 00" + count + rest)),
                () -> RowBodyForm.decode(parse("01 00 01 01" + count + rest)),
                () -> RowBodyForm.decode(parse("01 00 01 01 01 02 01" + CLIENT + "05 05 00" + count + rest)),
                () -> BindingForm.decode(parse("01 01 00" + count + rest)),
                () -> EntryForm.readList(new BinaryInput(parse(count + rest))),
                () -> new BinaryInput(parse(count + rest)).readAscii("x", Integer.MAX_VALUE),
                () -> new BinaryInput(parse(count + rest)).readUtf8("x", Integer.MAX_VALUE),
                () -> new BinaryInput(parse(count + rest)).readBytes("x", Integer.MAX_VALUE));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Runnable decode : hostile) {
            // once before, so that no class is loaded while it is measured
            assertThatExceptionOfType(UndecodableException.class).isThrownBy(decode::run);
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatExceptionOfType(UndecodableException.class).isThrownBy(decode::run);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }
}
