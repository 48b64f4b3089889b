package io.paxos.spring.security;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that all members of a cluster know. Any holder can speak for all of them. Nothing here ever shows it. */
public final class SharedSecret {

    /** Fewest bytes of a secret: as many as the MAC has. */
    private static final int FEWEST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SharedSecret(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * The secret whose bytes are the text in UTF-8.
     *
     * @throws IllegalArgumentException if these are fewer than 32 bytes; the message does not contain the text
     */
    public static SharedSecret of(String utf8) {
        byte[] bytes = utf8.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < FEWEST_BYTES) {
            throw new IllegalArgumentException("a shared secret has at least " + FEWEST_BYTES + " bytes in UTF-8, not "
                    + bytes.length);
        }
        return new SharedSecret(new SecretKeySpec(bytes, ALGORITHM));
    }

    /** A MAC of its own for one call: they are not thread-safe, and not every provider's can be cloned. */
    Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            // The cause may speak of the key, so only its kind is told.
            throw new IllegalStateException("this Java cannot compute " + ALGORITHM + ": " + e.getClass().getSimpleName());
        }
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "SharedSecret[hidden]";
    }
}
