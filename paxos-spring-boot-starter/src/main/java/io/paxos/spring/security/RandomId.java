package io.paxos.spring.security;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Halves of session ids: nobody can guess one, and none comes twice. */
final class RandomId {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {
    }

    /** 128 random bits as 32 lower-case hex digits. */
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
