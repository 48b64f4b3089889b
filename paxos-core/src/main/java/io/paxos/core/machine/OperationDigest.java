package io.paxos.core.machine;

import io.paxos.core.log.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two requests under one idempotency key ask for the same (rule C2). It has a form of its own instead of
 * hashing the encoding: a retry that reaches a node of a later release, which encodes otherwise, must have the same
 * digest.
 */
public final class OperationDigest {

    private final MessageDigest sha256;

    private OperationDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 over everything that the operation says: its kind, name, value, and expected value where it has one. */
    public static Bytes digest(Operation operation) {
        return operation.dispatch(new Operation.Cases<>() {
            @Override
            public Bytes decide(Decide decide) {
                return digest("decide", decide.name(), decide.value());
            }

            @Override
            public Bytes append(Append append) {
                return digest("append", append.log(), append.value());
            }

            @Override
            public Bytes put(Put put) {
                return digest("put", put.key(), put.value());
            }

            @Override
            public Bytes compareAndSet(CompareAndSet cas) {
                Bytes expected = cas.expected();
                // other words instead of a marker: an absent value and one of no bytes are not the same
                return expected == null
                        ? digest("compare-absent-and-set", cas.key(), cas.value())
                        : digest("compare-and-set", cas.key(), expected, cas.value());
            }
        });
    }

    private static Bytes digest(String kind, String name, Bytes... values) {
        OperationDigest digest = new OperationDigest();
        digest.add(Bytes.utf8(kind));
        digest.add(Bytes.utf8(name));
        for (Bytes value : values) {
            digest.add(value);
        }
        return Bytes.copyOf(digest.sha256.digest());
    }

    /** With its length before it, so that no two lists of fields give the same bytes. */
    private void add(Bytes field) {
        int size = field.size();
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (size >>> shift));
        }
        sha256.update(field.toByteArray());
    }
}
