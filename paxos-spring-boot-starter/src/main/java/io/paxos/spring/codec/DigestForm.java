package io.paxos.spring.codec;

import io.paxos.core.log.Bytes;
import java.util.HexFormat;

/**
 * The form of a SHA-256 digest, which the core holds as 64 lower-case hexadecimal digits.
 *
 * <pre>
 * digest := 32 bytes
 * </pre>
 */
final class DigestForm {

    /** Bytes of a digest. */
    static final int SIZE = 32;

    private static final HexFormat HEX = HexFormat.of();

    private DigestForm() {
    }

    /**
     * Writes the one encoding of a digest.
     *
     * @throws IllegalArgumentException if the text is not 64 lower-case hexadecimal digits
     */
    static void write(BinaryOutput out, String digest) {
        // The library would take upper case as well, and the text would come back as another one.
        if (digest.length() != 2 * SIZE || !digest.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits");
        }
        out.writeFixedBytes(Bytes.copyOf(HEX.parseHex(digest)));
    }

    /**
     * Reads a digest.
     *
     * @throws UndecodableException if there are too few bytes
     */
    static String read(BinaryInput in, String what) {
        return HEX.formatHex(in.readFixedBytes(what, SIZE).toByteArray());
    }
}
