package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.paxos.core.message.Envelope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million damaged and forged batches. */
class BatchMutationTests {

    private static final long SEED = 74_000;
    private static final int MUTATIONS = 1_000_000;
    private static final int SAMPLES = 2_000;

    /** Most bytes that decoding may take for each byte that was received, and besides (an exception with its trace). */
    private static final int MOST_MEMORY_PER_BYTE = 64;
    private static final int MOST_MEMORY_BESIDES = 64 * 1024;

    /** Largest numbers of each length, and of an int. */
    private static final byte[][] LARGE = {KnownEncodingTests.parse("ff7f"), KnownEncodingTests.parse("ffff7f"),
        KnownEncodingTests.parse("ffffff7f"), KnownEncodingTests.parse("ffffffff07"),
        KnownEncodingTests.parse("ffffffffffffff7f"), KnownEncodingTests.parse("ffffffffffffffff7f"),
        KnownEncodingTests.parse("feffffffffffffff7f")};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Every input is either the one encoding of what is read from it, or refused with the one exception. */
    @Test
    @Tag("P18")
    @Tag("P74")
    @Tag("P81")
    @Tag("P83")
    void whatever_the_bytes_it_decodes_them_exactly_or_refuses_them_in_little_memory() {
        // A thread of its own also has a short stack, so that a million exceptions are quickly made.
        assertTimeoutPreemptively(Duration.ofMinutes(2), this::decodesExactlyOrRefuses);
    }

    private void decodesExactlyOrRefuses() {
        Random random = new Random(SEED);
        RandomMessages messages = new RandomMessages(random);
        byte[][] good = new byte[SAMPLES][];
        Arrays.setAll(good, i -> BatchForm.encode(messages.batch(4)));
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = MutationTests.mutated(good, random);
            if (random.nextInt(4) == 0) {
                input = withLargeNumber(input, random);
            }
            try {
                if (isDecoded(input)) {
                    decoded++;
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + HexFormat.of().formatHex(input), e);
            }
        }
        assertThat(decoded).as("inputs that stayed good, seed %d", SEED).isBetween(MUTATIONS / 100, MUTATIONS / 2);
    }

    private boolean isDecoded(byte[] input) {
        long bound = MOST_MEMORY_BESIDES + (long) MOST_MEMORY_PER_BYTE * input.length;
        long before = threads.getCurrentThreadAllocatedBytes();
        List<Envelope> batch = decodedOrNull(input);
        if (threads.getCurrentThreadAllocatedBytes() - before > bound) {
            // The first time it may be classes that were loaded.
            before = threads.getCurrentThreadAllocatedBytes();
            decodedOrNull(input);
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            if (taken > bound) {
                throw new AssertionError(taken + " bytes allocated for " + input.length);
            }
        }
        if (batch != null && !Arrays.equals(BatchForm.encode(batch), input)) {
            throw new AssertionError("two encodings of one batch");
        }
        return batch != null;
    }

    private static @Nullable List<Envelope> decodedOrNull(byte[] input) {
        try {
            return BatchForm.decode(input);
        } catch (UndecodableException expected) {
            if (!MutationTests.isForTheLog(expected.getMessage())) {
                throw new AssertionError("a message that is not fit for the log", expected);
            }
            return null;
        }
    }

    /** Writes over some byte, which may be a length, a count or part of a number. */
    private static byte[] withLargeNumber(byte[] input, Random random) {
        byte[] large = LARGE[random.nextInt(LARGE.length)];
        int at = random.nextInt(input.length + 1);
        int from = Math.min(input.length, at + 1);
        byte[] blown = Arrays.copyOf(input, at + large.length + input.length - from);
        System.arraycopy(large, 0, blown, at, large.length);
        System.arraycopy(input, from, blown, at + large.length, input.length - from);
        return blown;
    }
}
