package io.paxos.core.session;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Commands for tests. */
final class Commands {

    private Commands() {
    }

    /** A command with an idempotency key; its body stands for the operation, and padded to 32 bytes for the digest. */
    static Command withKey(String key, String body, long bornAt) {
        byte[] digest = Arrays.copyOf(body.getBytes(StandardCharsets.US_ASCII), 32);
        return new Command(new IdempotencyKey(key, Bytes.copyOf(digest)), 0, bornAt, Bytes.utf8(body));
    }
}
