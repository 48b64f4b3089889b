package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryOutputTests {

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 8001", "300, ac02", "16383, ff7f", "16384, 808001",
        "2147483647, ffffffff07", "72057594037927935, ffffffffffffff7f", "72057594037927936, 808080808080808001",
        "9223372036854775807, ffffffffffffffff7f"})
    void a_varint_takes_as_few_bytes_as_it_needs(long value, String hex) {
        byte[] encoded = new BinaryOutput().writeVarint(value).toByteArray();

        assertThat(HexFormat.of().formatHex(encoded)).isEqualTo(hex);
        assertThat(BinaryOutput.sizeOfVarint(value)).isEqualTo(encoded.length);
        assertThat(new BinaryInput(encoded).readVarint("a number")).isEqualTo(value);
    }

    @Test
    void varints_of_all_lengths_come_back() {
        for (int bits = 0; bits < 63; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, (1L << bits) + 1}) {
                byte[] encoded = new BinaryOutput(0).writeVarint(value).toByteArray();

                assertThat(encoded).hasSize(BinaryOutput.sizeOfVarint(value));
                assertThat(new BinaryInput(encoded).readVarint("a number")).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void a_negative_number_has_no_varint(long value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryOutput().writeVarint(value))
                .withMessageContaining(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void a_byte_is_not_cut_down(int value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryOutput().writeByte(value));
    }

    @Test
    void a_text_that_is_not_ascii_is_refused_before_anything_is_written() {
        BinaryOutput out = new BinaryOutput();

        assertThatIllegalArgumentException().isThrownBy(() -> out.writeAscii("a\u0080"))
                .withMessageContaining("character 1");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"D800, ''", "'', DC00", "D800, D800", "DC00, D800"})
    void half_a_surrogate_pair_is_refused_rather_than_replaced(String first, String second) {
        BinaryOutput out = new BinaryOutput();
        String text = "a" + utf16(first) + utf16(second);

        assertThatIllegalArgumentException().isThrownBy(() -> out.writeUtf8(text)).withMessageContaining("character 1");
        assertThat(out.size()).isZero();
    }

    @Test
    void nobody_is_no_node() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryOutput().writeNodeId(NodeId.NOBODY));
    }

    @Test
    void what_was_written_stays_when_the_buffer_grows() {
        BinaryOutput out = new BinaryOutput(0);
        byte[] expected = new byte[10_000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
            out.writeByte(i & 0xff);
        }

        assertThat(out.toByteArray()).isEqualTo(expected);
        assertThat(out.writeBytes(Bytes.copyOf(expected)).size()).isEqualTo(20_002);
    }

    @Test
    void what_was_handed_out_does_not_change_any_more() {
        BinaryOutput out = new BinaryOutput(2).writeByte(1);
        byte[] first = out.toByteArray();

        first[0] = 9;

        assertThat(out.writeByte(2).toByteArray()).containsExactly(1, 2);
        assertThat(first).containsExactly(9);
    }

    @Test
    void the_buffer_doubles_and_ends_where_arrays_end() {
        int most = Integer.MAX_VALUE - 8;

        assertThat(BinaryOutput.grownCapacity(100, 100, 1)).isEqualTo(200);
        assertThat(BinaryOutput.grownCapacity(100, 100, 150)).isEqualTo(250);
        assertThat(BinaryOutput.grownCapacity(0, 0, 1)).isEqualTo(1);
        assertThat(BinaryOutput.grownCapacity(1 << 30, 1 << 30, 1)).isEqualTo(most);
        assertThat(BinaryOutput.grownCapacity(most - 1, most - 1, 1)).isEqualTo(most);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> BinaryOutput.grownCapacity(most, most, 1)).withMessageContaining("2147483640 bytes");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> BinaryOutput.grownCapacity(most, most, Integer.MAX_VALUE));
    }

    private static String utf16(String hex) {
        return hex.isEmpty() ? "" : Character.toString(Integer.parseInt(hex, 16));
    }
}
