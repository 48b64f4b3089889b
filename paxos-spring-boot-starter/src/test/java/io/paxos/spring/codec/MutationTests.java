package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Damaged and forged encodings of every form. */
class MutationTests {

    private static final long SEED = 74;
    private static final int MUTATIONS = 300_000;
    private static final int SAMPLES = 300;

    static final List<Form<?>> FORMS = Form.ALL;

    /** Every input is either the one encoding of what is read from it, or refused with the one exception. */
    @ParameterizedTest
    @FieldSource("FORMS")
    @Tag("P18")
    @Tag("P74")
    @Tag("P83")
    void whatever_the_bytes_it_decodes_them_exactly_or_refuses_them(Form<?> form) {
        // A thread of its own also has a short stack, so that 300,000 exceptions are quickly made.
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> decodesExactlyOrRefuses(form));
    }

    private static <T> void decodesExactlyOrRefuses(Form<T> form) {
        Random random = new Random(SEED);
        RandomValues values = new RandomValues(random);
        byte[][] good = new byte[SAMPLES][];
        Arrays.setAll(good, i -> form.encode().apply(form.sample().apply(values)));
        int decoded = 0;
        int refused = 0;
        for (int i = 0; i <= MUTATIONS / FORMS.size(); i++) {
            byte[] input = mutated(good, random);
            try {
                byte[] again = form.encode().apply(form.decode().apply(input));
                if (!Arrays.equals(again, input)) {
                    throw new AssertionError("two encodings of one value, the other is " + HexFormat.of().formatHex(again));
                }
                decoded++;
            } catch (UndecodableException expected) {
                if (!isForTheLog(expected.getMessage())) {
                    throw new AssertionError("seed " + SEED + ", input " + i, expected);
                }
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + HexFormat.of().formatHex(input), e);
            }
        }
        assertThat(decoded).as("inputs that stayed good, seed %d", SEED).isGreaterThan(300);
        assertThat(refused).as("inputs that went bad, seed %d", SEED).isGreaterThan(3_000);
    }

    /** One short line of printable characters (PITFALLS 83). */
    static boolean isForTheLog(String message) {
        return message.startsWith("expected ") && message.length() < 400
                && message.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    /** A copy of one of the good encodings with one to three changes. */
    static byte[] mutated(byte[][] good, Random random) {
        byte[] bytes = good[random.nextInt(good.length)].clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            bytes = changed(bytes, good, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, byte[][] good, Random random) {
        int at = random.nextInt(bytes.length + 1);
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                return joined(bytes, at, new byte[] {interesting(random)}, at);
            }
            case 2 -> {
                return joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(3)));
            }
            case 3 -> {
                byte[] other = good[random.nextInt(good.length)];
                int from = random.nextInt(other.length + 1);
                return joined(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
            }
            case 4 -> {
                // a run of bytes twice, as a write that was torn and repeated leaves it
                return joined(bytes, at, new byte[0], Math.max(0, at - random.nextInt(20)));
            }
            case 5, 6 -> {
                if (at < bytes.length) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            default -> {
                if (at < bytes.length) {
                    bytes[at] = interesting(random);
                }
                return bytes;
            }
        }
    }

    /** Kinds, small counts, the ends of what fits into one byte of a varint, or anything. */
    private static byte interesting(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(4);
            case 1 -> (byte) (0x7e + random.nextInt(4));
            case 2 -> (byte) 0xff;
            default -> (byte) random.nextInt();
        };
    }

    /** The first {@code upTo} bytes, then the middle, then the bytes from {@code from} on. */
    private static byte[] joined(byte[] bytes, int upTo, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(bytes, upTo + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, joined, upTo, middle.length);
        System.arraycopy(bytes, from, joined, upTo + middle.length, bytes.length - from);
        return joined;
    }
}
