package io.paxos.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.log.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperationCodecTests {

    /** What stands in the logs of running clusters: another form wants another version. */
    static Stream<Arguments> knownEncodings() {
        return Stream.of(
                Arguments.of("0101 0173 00000001 61", new Decide("s", Bytes.utf8("a"))),
                Arguments.of("0102 03612d31 00000000", new Append("a-1", Bytes.EMPTY)),
                Arguments.of("0103 016b 00000002 00ff", new Put("k", Bytes.copyOf(new byte[] {0, -1}))),
                Arguments.of("0104 016b 00 00000001 62", new CompareAndSet("k", null, Bytes.utf8("b"))),
                Arguments.of("0104 016b 01 00000000 00000001 62",
                        new CompareAndSet("k", Bytes.EMPTY, Bytes.utf8("b"))),
                Arguments.of("0104 016b 01 00000001 61 00000001 62",
                        new CompareAndSet("k", Bytes.utf8("a"), Bytes.utf8("b"))));
    }

    @ParameterizedTest
    @MethodSource("knownEncodings")
    void anOperationHasThisOneEncoding(String hex, Operation operation) {
        assertThat(OperationCodec.encode(operation)).isEqualTo(bytes(hex));
        assertThat(OperationCodec.decode(bytes(hex))).isEqualTo(operation);
    }

    @Test
    void takesTheLongestNameAndALargeValue() {
        Operation put = new Put("k".repeat(128), Bytes.copyOf(new byte[1 << 20]));

        assertThat(OperationCodec.decode(OperationCodec.encode(put))).isEqualTo(put);
    }

    @ParameterizedTest
    @MethodSource("knownEncodings")
    @Tag("P73")
    void refusesAnOperationThatIsCutShortAnywhereOrGoesOn(String hex, Operation operation) {
        byte[] whole = OperationCodec.encode(operation).toByteArray();

        for (int length = 0; length < whole.length; length++) {
            assertUndecodable(Bytes.copyOf(whole, 0, length));
        }
        assertUndecodable(Bytes.copyOf(Arrays.copyOf(whole, whole.length + 1)));
    }

    @ParameterizedTest
    @MethodSource("undecodable")
    @Tag("P73")
    void refusesWhatItDoesNotKnow(String hex) {
        assertUndecodable(bytes(hex));
    }

    static List<String> undecodable() {
        return List.of(
                "0001 0173 00000000",                   // version 0
                "0201 0173 00000000",                   // a later version
                "0100 0173 00000000",                   // kind 0
                "0105 0173 00000000",                   // a later kind
                "0101 00 00000000",                     // empty name
                "0101 012d 00000000",                   // a name may not begin with -
                "0101 02c3a4 00000000",                 // a letter, but not of ASCII
                "0101 81" + "61".repeat(129) + "00000000",
                "0101 ff" + "61".repeat(255) + "00000000",
                "0101 0173 ffffffff",                   // a negative length
                "0101 0173 7fffffff",                   // longer than anything
                "0104 016b 02 00000000 00000000",       // neither absent nor present
                "0104 016b 00 00000000 00000000");      // absent with a value
    }

    @Test
    @Tag("P73")
    void saysThatANewerReleaseMayHaveWrittenIt() {
        assertThatExceptionOfType(UndecodableOperationException.class)
                .isThrownBy(() -> OperationCodec.decode(bytes("0701")))
                .withMessageContaining("version 7").withMessageContaining("newer release");
    }

    /** Every input is either the one encoding of what is read from it, or refused with the one exception. */
    @Test
    @Tag("P73")
    @Tag("P74")
    void whateverTheBytesItDecodesThemExactlyOrRefusesThem() {
        long seed = 20_260_731;
        Random random = new Random(seed);
        List<byte[]> good = knownEncodings().map(known -> bytes((String) known.get()[0]).toByteArray()).toList();
        int decoded = 0;
        int refused = 0;
        for (int i = 0; i < 400_000; i++) {
            byte[] input = mutated(good, random);
            try {
                Operation operation = OperationCodec.decode(Bytes.copyOf(input));
                assertThat(OperationCodec.encode(operation).toByteArray()).isEqualTo(input);
                decoded++;
            } catch (UndecodableOperationException expected) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + HexFormat.of().formatHex(input), e);
            }
        }
        assertThat(decoded).as("inputs that stayed good, seed %d", seed).isGreaterThan(10_000);
        assertThat(refused).as("inputs that went bad, seed %d", seed).isGreaterThan(10_000);
    }

    private static byte[] mutated(List<byte[]> good, Random random) {
        byte[] bytes = good.get(random.nextInt(good.size())).clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes = mutated(bytes, good, random);
        }
        return bytes;
    }

    private static byte[] mutated(byte[] bytes, List<byte[]> good, Random random) {
        int at = random.nextInt(bytes.length + 1);
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                return joined(bytes, at, new byte[] {(byte) random.nextInt()}, at);
            }
            case 2 -> {
                return joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(3)));
            }
            case 3 -> {
                byte[] other = good.get(random.nextInt(good.size()));
                return joined(bytes, at, other, bytes.length);
            }
            case 4 -> {
                if (at < bytes.length) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            default -> {
                if (at < bytes.length) {
                    bytes[at] = (byte) random.nextInt(4);
                }
                return bytes;
            }
        }
    }

    /** The first {@code upTo} bytes, then the middle, then the bytes from {@code from} on. */
    private static byte[] joined(byte[] bytes, int upTo, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(bytes, upTo + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, joined, upTo, middle.length);
        System.arraycopy(bytes, from, joined, upTo + middle.length, bytes.length - from);
        return joined;
    }

    private static void assertUndecodable(Bytes body) {
        assertThatExceptionOfType(UndecodableOperationException.class).isThrownBy(() -> OperationCodec.decode(body));
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
