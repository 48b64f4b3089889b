package io.paxos.spring.codec;

import static io.paxos.spring.codec.KnownEncodingTests.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.ballot.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P74")
class BinaryInputTests {

    @Test
    void a_refusal_says_what_was_expected_at_which_byte() {
        assertRefused("0102 05", in -> {
            in.readByte("a");
            in.readByte("b");
            in.readBoolean("the flag");
        }, "expected the flag at byte 2 of 3, found 5, which is neither 0 (no) nor 1 (yes)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "808000", "ff00", "ffffffffffffffff00"})
    void a_varint_in_more_bytes_than_it_needs_is_refused(String hex) {
        assertRefused(hex, in -> in.readVarint("the slot"),
                "expected the slot at byte 0 of " + hex.length() / 2 + ", found a number in more bytes than it needs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffff01", "80808080808080808001", "ffffffffffffffffff", "80808080808080808000"})
    void a_varint_above_the_largest_long_is_refused(String hex) {
        assertRefused(hex, in -> in.readVarint("the slot"), "found a number above 2^63 - 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ffff"})
    void a_varint_that_is_cut_short_is_refused(String hex) {
        assertRefused(hex, in -> in.readVarint("the slot"), "expected the slot at byte 0 of ", "cuts short");
    }

    @Test
    void a_bounded_varint_keeps_its_bound() {
        assertThat(new BinaryInput(parse("c801")).readVarintUpTo("the weight", 200)).isEqualTo(200);
        assertRefused("c901", in -> in.readVarintUpTo("the weight", 200), "found 201, which is above the most of 200");
        assertRefused("ffffffffffffffff7f", in -> in.readVarintUpTo("the weight", Integer.MAX_VALUE),
                "found 9223372036854775807, which is above the most of 2147483647");
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "80", "ff"})
    void a_boolean_is_0_or_1(String hex) {
        assertRefused(hex, in -> in.readBoolean("the flag"), "which is neither");
    }

    @Test
    void what_is_not_there_in_full_is_refused() {
        assertRefused("", in -> in.readByte("x"), "expected x at byte 0 of 0, found 0 bytes before the end where it takes 1");
        assertRefused("", in -> in.readBoolean("x"), "takes 1");
        assertRefused("010203", in -> in.readInt("x"), "found 3 bytes before the end where it takes 4");
        assertRefused("01020304050607", in -> in.readLong("x"), "found 7 bytes before the end where it takes 8");
        assertRefused("01020304050607", in -> in.readStorageId("x"), "takes 8");
        assertRefused("0102", in -> in.readFixedBytes("x", 3), "takes 3");
        assertRefused("", in -> in.readVersion("x", 1), "expected the version of x at byte 0 of 0, found the end");
    }

    @Test
    void a_length_beyond_what_is_left_is_refused() {
        String found = "found a length of 3 with 2 bytes left";
        assertRefused("03 6161", in -> in.readAscii("x", 10), found);
        assertRefused("03 6161", in -> in.readUtf8("x", 10), found);
        assertRefused("03 6161", in -> in.readBytes("x", 10), found);
        assertRefused("ffffffffffffffff7f 00", in -> in.readBytes("x", Integer.MAX_VALUE),
                "found a length of 9223372036854775807, which is above the most");
    }

    @Test
    void a_length_beyond_the_bound_of_the_caller_is_refused() {
        String found = "found a length of 3, which is above the most of 2";
        assertRefused("03 616161", in -> in.readAscii("x", 2), found);
        assertRefused("03 616161", in -> in.readUtf8("x", 2), found);
        assertRefused("03 616161", in -> in.readBytes("x", 2), found);
        assertThat(new BinaryInput(parse("03 616161")).readAscii("x", 3)).isEqualTo("aaa");
        assertThat(new BinaryInput(parse("03 616161")).readUtf8("x", 3)).isEqualTo("aaa");
        assertThat(new BinaryInput(parse("03 616161")).readBytes("x", 3).utf8()).isEqualTo("aaa");
    }

    @Test
    @Tag("P81")
    void a_count_that_the_bytes_left_cannot_hold_is_refused() {
        assertThat(new BinaryInput(parse("03 000000")).readCount("x", 1)).isEqualTo(3);
        assertThat(new BinaryInput(parse("03 000000 000000 000000")).readCount("x", 3)).isEqualTo(3);
        assertThat(new BinaryInput(parse("00")).readCount("x", 9)).isZero();
        assertRefused("04 000000", in -> in.readCount("x", 1), "found a count of 4 with 3 bytes left");
        assertRefused("03 000000 000000 0000", in -> in.readCount("x", 3), "found a count of 3 with 8 bytes left");
        assertRefused("ffffffffffffffff7f 00", in -> in.readCount("x", 1), "found a count of 9223372036854775807");
    }

    @Test
    void a_character_beyond_ascii_is_refused_where_it_stands() {
        assertRefused("03 6161e4", in -> in.readAscii("the name", 10),
                "expected the name at byte 3 of 4, found a character that is not ASCII");
    }

    /** Lone and missing continuation bytes, overlong forms, surrogates, beyond the last code point. */
    @ParameterizedTest
    @ValueSource(strings = {"80", "c3", "c328", "c080", "c1bf", "e0809f", "e282", "eda080", "edb080", "f0808080", "f09f9a",
        "f4908080", "f888808080", "ff", "fe"})
    void malformed_utf8_is_refused_where_it_stands(String hex) {
        int length = hex.length() / 2 + 1;
        assertRefused(String.format("%02x61%s", length, hex), in -> in.readUtf8("the name", 10),
                "expected the name at byte 2 of " + (length + 1) + ", found malformed UTF-8");
    }

    @Test
    void a_replacement_character_that_was_written_is_well_formed() {
        assertThat(new BinaryInput(parse("03 efbfbd")).readUtf8("x", 3)).isEqualTo("\ufffd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "-a", "a.b", "a\r\nERROR forged", "a\u007f"})
    @Tag("P83")
    void a_text_that_is_no_node_id_is_refused_and_not_repeated(String text) {
        byte[] encoded = new BinaryOutput().writeAscii(text).toByteArray();

        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> new BinaryInput(encoded).readNodeId("the sender"))
                .withMessage("expected the sender at byte 0 of " + encoded.length + ", found a text that is no node id")
                .withNoCause();
    }

    @Test
    void a_node_is_neither_nobody_nor_longer_than_63_characters() {
        assertRefused("00", in -> in.readNodeId("the sender"), "found nobody");
        assertRefused("40" + "61".repeat(64), in -> in.readNodeId("the sender"), "above the most of 63");
        assertThat(new BinaryInput(parse("3f" + "61".repeat(63))).readNodeId("x")).isEqualTo(NodeId.of("a".repeat(63)));
    }

    @Test
    void a_ballot_that_there_is_not_is_refused() {
        assertRefused("01 00 00", in -> in.readBallot("the promise"), "found a value that is refused: no ballot: epoch 1");
        assertRefused("00 00 01 61", in -> in.readBallot("the promise"), "no ballot");
        assertRefused("00 01 00", in -> in.readBallot("the promise"), "no ballot");
    }

    @Test
    void a_version_that_this_node_does_not_know_is_refused_by_words() {
        assertRefused("02", in -> in.readVersion("a binding", 1), "expected the version of a binding at byte 0 of 1, found "
                + "version 2, and this node knows version 1 only: was it written by a newer release?");
        assertRefused("ff", in -> in.readVersion("a binding", 1), "version 255", "newer release");
        assertRefused("00", in -> in.readVersion("a binding", 1), "found version 0, which this node cannot read");
    }

    @Test
    void nothing_may_follow_the_end() {
        BinaryInput in = new BinaryInput(parse("01 02"));
        in.readByte("x");

        assertThatExceptionOfType(UndecodableException.class).isThrownBy(in::requireEnd)
                .withMessage("expected the end at byte 1 of 2, found 1 more bytes");
        in.readByte("y");
        in.requireEnd();
    }

    @Test
    void a_range_of_an_array_is_read_as_if_it_were_alone() {
        byte[] array = parse("ffff 0161 ffff");
        BinaryInput in = new BinaryInput(array, 2, 4);

        assertThat(in.remaining()).isEqualTo(2);
        assertThat(in.readAscii("x", 9)).isEqualTo("a");
        assertThat(in.position()).isEqualTo(2);
        in.requireEnd();
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> in.readByte("y"))
                .withMessageStartingWith("expected y at byte 2 of 2, found 0 bytes");
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> in.readVarint("y"));
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> in.readVersion("y", 255));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> new BinaryInput(array, 2, 7));
    }

    @Test
    @Tag("P83")
    void words_from_outside_are_capped_and_lose_their_control_characters() {
        BinaryInput in = new BinaryInput(new byte[0]);
        RuntimeException refusal = new IllegalArgumentException("a\r\nb\u2028" + "c".repeat(1000));

        assertThat(in.refused(0, "x", refusal)).hasNoCause()
                .hasMessage("expected x at byte 0 of 0, found a value that is refused: a??b?" + "c".repeat(195));
    }

    @Test
    void of_all_inputs_of_two_bytes_those_are_varints_that_need_two() {
        assertThat(inputsOfTwoBytes().filter(input -> {
            boolean needsTwo = input[0] < 0 && input[1] > 0;
            return isRead(input, in -> in.readVarint("x")) != needsTwo;
        })).isEmpty();
    }

    /** The decoder of the platform is the judge of what is well formed. */
    @Test
    void of_all_inputs_of_two_bytes_those_are_texts_that_are_well_formed() {
        assertThat(inputsOfTwoBytes()
                .filter(text -> isRead(new byte[] {2, text[0], text[1]}, in -> in.readUtf8("x", 2)) != isWellFormed(text)))
                .isEmpty();
    }

    private static Stream<byte[]> inputsOfTwoBytes() {
        return IntStream.range(0, 1 << 16).mapToObj(i -> new byte[] {(byte) (i >> 8), (byte) i});
    }

    private static boolean isWellFormed(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isRead(byte[] input, Consumer<BinaryInput> read) {
        try {
            BinaryInput in = new BinaryInput(input);
            read.accept(in);
            in.requireEnd();
            return true;
        } catch (UndecodableException e) {
            return false;
        }
    }

    private static void assertRefused(String hex, Consumer<BinaryInput> read, String... words) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> read.accept(new BinaryInput(parse(hex))))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
