package io.paxos.core.session;

/**
 * How much the answer table remembers (rules C1, C3). These numbers decide which commands are executed: all nodes of a
 * cluster must have the same, and to change them for a running cluster is a change of the replicated state machine.
 *
 * @param keys most idempotency keys, at least 1
 * @param keyBytes most bytes of idempotency keys and their answers, at least 1
 * @param idleSlots a client is forgotten when its last command stood more than this many slots ago, at least 1
 * @param openPerClient how many sequences a client may have open, at least 1, counted from the lowest open one to the
 *     highest
 */
public record AnswerLimits(int keys, long keyBytes, long idleSlots, int openPerClient) {

    /** Those of rules C1 and C3. */
    public static final AnswerLimits DEFAULTS = new AnswerLimits(100_000, 64L << 20, 1_000_000, 1_024);

    /**
     * @throws IllegalArgumentException if a limit is below 1
     */
    public AnswerLimits {
        if (keys < 1 || keyBytes < 1 || idleSlots < 1 || openPerClient < 1) {
            throw new IllegalArgumentException("limits of the answer table are at least 1: keys " + keys
                    + ", key bytes " + keyBytes + ", idle slots " + idleSlots + ", open per client " + openPerClient);
        }
    }
}
