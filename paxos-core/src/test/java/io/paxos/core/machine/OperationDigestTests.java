package io.paxos.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.IdempotencyKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationDigestTests {

    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");

    @Test
    void differsWhereverTheOperationDiffers() {
        List<Operation> different = List.of(
                new Decide("n", A), new Decide("n", B), new Decide("m", A), new Decide("na", Bytes.EMPTY),
                new Append("n", A), new Put("n", A),
                new CompareAndSet("n", null, A), new CompareAndSet("n", Bytes.EMPTY, A), new CompareAndSet("n", A, B),
                new CompareAndSet("n", B, A), new CompareAndSet("n", Bytes.utf8("ab"), Bytes.EMPTY));

        assertThat(different.stream().map(OperationDigest::digest)).doesNotHaveDuplicates();
    }

    @Test
    void isTheSameForEqualOperations() {
        assertThat(OperationDigest.digest(new CompareAndSet("n", A, B)))
                .isEqualTo(OperationDigest.digest(new CompareAndSet("n", Bytes.utf8("a"), Bytes.utf8("b"))));
    }

    @Test
    void fitsAnIdempotencyKey() {
        Bytes digest = OperationDigest.digest(new Put("n", A));

        assertThat(new IdempotencyKey("key", digest).digest()).isEqualTo(digest);
    }

    /** It stands in logs and snapshots: were it to change, retries over an upgrade would be refused as reused keys. */
    @Test
    void neverChanges() {
        assertThat(HexFormat.of().formatHex(OperationDigest.digest(new Decide("seat-12A", Bytes.utf8("alice")))
                .toByteArray())).isEqualTo(
                        "97813aaf91be384066f36672bd81151c2cfad1977b2371a6389e2490ac368ac2");
    }
}
