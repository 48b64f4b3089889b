package io.paxos.core.log;

/**
 * Names one request of one client, so that a retry of it is executed at most once and gets the first answer (rules C1,
 * C2). Equal ids mean the same request.
 */
public sealed interface RequestId permits ClientSequence, IdempotencyKey {

    /** About how many bytes it takes in a message or a row. */
    int sizeInBytes();
}
