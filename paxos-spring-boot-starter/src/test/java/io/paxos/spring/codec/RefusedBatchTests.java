package io.paxos.spring.codec;

import static io.paxos.spring.codec.KnownEncodingTests.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that are well formed as far as they go, and still no encoding. */
@Tag("P74")
class RefusedBatchTests {

    private static final String STORAGE = "0000000000000001 0000000000000002";
    private static final String DIGEST = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String ONE_BATCH = "01 016e 016d 01";
    private static final String HEADER = " 01 0163 00 0167 00 " + STORAGE + " 000000 ";
    private static final String FETCH = " 0c 01 ";
    private static final String BALLOT = " 00 01 016d ";
    private static final String NONCE = " 0102030405060708 ";

    @ParameterizedTest
    @CsvSource({
        "'', 'the version of a batch of messages at byte 0 of 0, found the end'",
        "00 016e 016d 01" + HEADER + FETCH + ", 'version 0, which this node cannot read'",
        "02 016e 016d 01" + HEADER + FETCH + ", 'version 2, and this node knows version 1 only: was it written'",
        "ff 016e 016d 01" + HEADER + FETCH + ", 'version 255, and this node knows version 1 only'",
        "01 00 016d 01" + HEADER + FETCH + ", 'expected the receiver of a batch at byte 1 of 33, found nobody'",
        "01 016e 00 01" + HEADER + FETCH + ", 'expected the sender of a batch at byte 3 of 33, found nobody'",
        "01 0141 016d 01" + HEADER + FETCH + ", 'the receiver of a batch at byte 1 of 34, found a text that is no node id'",
        // counts: none, one too few, one too many, more than the bytes can hold
        "01 016e 016d 00, 'the count of messages at byte 5 of 6, found 0 in a batch'",
        "01 016e 016d 01" + HEADER + FETCH + "00" + FETCH + ", 'expected the end at byte 34 of 37, found 3 more bytes'",
        "01 016e 016d 02" + HEADER + FETCH + ", 'how a message was sent at byte 34 of 34, found 0 bytes before the end'",
        "01 016e 016d 0f" + HEADER + FETCH + ", 'the count of messages at byte 5 of 34, found a count of 15 with 28 bytes left'",
        "01 016e 016d ffffffffffffffff7f" + HEADER + FETCH + ", 'a count of 9223372036854775807'",
        // headers: none before, the same again, neither of the two
        ONE_BATCH + "00" + FETCH + ", 'the header of the first message at byte 6 of 9, found a reference'",
        "01 016e 016d 02" + HEADER + FETCH + HEADER + FETCH + ", 'another header than before at byte 34 of 62, found the same'",
        ONE_BATCH + "02" + FETCH + ", 'how a message was sent at byte 6 of 9, found 2'",
        ONE_BATCH + HEADER + FETCH + "00, 'expected the end at byte 34 of 35, found 1 more bytes'"})
    void a_batch_that_there_is_not_is_refused(String hex, String words) {
        assertRefused(hex, words);
    }

    @ParameterizedTest
    @CsvSource({
        "00 00 0167 00 " + STORAGE + " 000000, 'the name of a cluster at byte 7 of 33, found an empty text'",
        "fd07 63, 'the name of a cluster at byte 7 of 44, found a length of 1021, which is above the most of 1020'",
        "01ff 00 0167, 'the name of a cluster at byte 8 of 46, found malformed UTF-8'",
        "0163 02 0167, 'whether founders are known at byte 9 of 46, found 2'",
        "0163 00 00 00 " + STORAGE + " 000000, 'a group at byte 10 of 33, found an empty text'",
        "0163 00 41, 'a group at byte 10 of 45, found a length of 65, which is above the most of 64'",
        "0163 00 0167 808000 " + STORAGE + " 000000, 'the epoch of a sender at byte 12 of 36, found a number in more bytes'",
        "0163 00 0167 00 " + STORAGE + " 000100, 'the promise of a sender at byte 29 of 34, found a value that is refused'"})
    void a_header_that_there_is_not_is_refused(String hex, String words) {
        // the rest is long enough for the header to be refused for what is meant
        String rest = FETCH + "00".repeat(32);
        String batch = ONE_BATCH + "01" + hex + (hex.contains(STORAGE) ? FETCH : rest);
        assertRefused(batch, words);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 'the kind of a message at byte 32 of 33, found kind 0'",
        "13, 'kind 19, which this node does not know: was it sent by a newer release?'",
        "03 01 02, whether a poll is for a transfer",
        "04 01 01 ffffffffffffffff7f, 'up to where slots are chosen at byte 35 of 44, found a slot above 2^63 - 2'",
        // ballots of nobody, where only a promise may be one
        "05 000000 01 00, 'the ballot of a prepare at byte 33 of 38, found no ballot'",
        "06 000000 01 00 00 00 00 00, 'the ballot of a promise at byte 33 of 42, found no ballot'",
        "07 000000 01 01 01 00, 'the ballot of an accept at byte 33 of 40, found no ballot'",
        "08 000000 01 00, the ballot of an accepted",
        "09 000000 000000, the refused ballot of a nack",
        "0a 000000 00 00, the ballot of a heartbeat",
        "0b 000000 00 00, the ballot of a heartbeat ack",
        "0e 000000 00, the ballot of a submit",
        "10" + NONCE + "000000, the ballot of a read index",
        "12 000000, the ballot of a transfer",
        // slots that there are not
        "05" + BALLOT + "00 00, 'the first slot of a prepare at byte 37 of 39, found slot 0'",
        "05" + BALLOT + "01 feffffffffffffff7f, 'the page of a prepare at byte 38 of 47, found a slot above'",
        "05" + BALLOT + "ffffffffffffffff7f 00, 'the first slot of a prepare at byte 37 of 47, found a slot above'",
        "06" + BALLOT + "01 feffffffffffffff7f 00 00 00 00, the page of a promise",
        "06" + BALLOT + "01 00 01 feffffffffffffff7f 02 01 00 00 00, the slot of a report",
        "06" + BALLOT + "01 00 02 fdffffffffffffff7f 02 01 00 02 01 00 00 00, the slot of a report",
        "06" + BALLOT + "01 00 00 feffffffffffffff7f 00 00, the next page of a promise",
        "06" + BALLOT + "01 00 00 00 ffffffffffffffff7f 00, the compacted slots of a promise",
        "06" + BALLOT + "01 00 01 00 03 01 00 00 00, 'the kind of a report at byte 41 of 46, found 3'",
        "06" + BALLOT + "01 00 01 00 01 000000 01 00 00 00, the ballot of a vote",
        "07" + BALLOT + "01 00 00, 'a message of kind 7 at byte 32 of 40, found a value that is refused: no range of slots'",
        "07" + BALLOT + "feffffffffffffff7f 02 01 01 00, no range of slots",
        "08" + BALLOT + "01 feffffffffffffff7f, the last slot of an accepted",
        "0c 00, the first slot of a fetch",
        "0d feffffffffffffff7f 02 01 01 00, no range of slots",
        "0e" + BALLOT + "00, 'a message of kind 14 at byte 32 of 38, found a value that is refused: a submission has at least'",
        "11" + NONCE + "02, whether an index is known",
        "11" + NONCE + "01 ffffffffffffffff7f, the index of a read",
        "02" + NONCE + DIGEST + "03, the stage of a binding",
        "02" + NONCE + "0001, the digest of a plan"})
    void a_message_that_there_is_not_is_refused(String hex, String words) {
        assertRefused(ONE_BATCH + HEADER + hex, words);
    }

    /** Lists that claim the largest counts that a varint can say, and that an int can hold. */
    @ParameterizedTest
    @ValueSource(strings = {"", "01" + NONCE, "06" + BALLOT + "01 00", "07" + BALLOT + "01", "0d 01", "0e" + BALLOT, "0f"})
    @Tag("P81")
    void no_hostile_count_allocates_memory(String head) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String count : new String[] {"ffffffffffffffff7f", "ffffffff07", "80808004"}) {
            String start = head.isEmpty() ? "01 016e 016d" : ONE_BATCH + HEADER + head;
            byte[] batch = parse(start + count + "01".repeat(20));
            // once before, so that no class is loaded while it is measured
            assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> BatchForm.decode(batch));
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> BatchForm.decode(batch))
                    .withMessageContaining("a count of");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }

    private static void assertRefused(String hex, String words) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> BatchForm.decode(parse(hex)))
                .withMessageContaining(words);
    }
}
