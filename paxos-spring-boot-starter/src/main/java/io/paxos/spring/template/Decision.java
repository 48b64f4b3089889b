package io.paxos.spring.template;

/**
 * The value of a name, the same for every caller, on every node, for ever.
 *
 * @param <T> type of the value
 * @param name what was decided
 * @param value the winner's value
 * @param slot position in the log of the command that decided, from 1
 * @param won whether the call that this answers is the one that decided: a repeat of it under the same idempotency key is told
 *     true again, any other call false, even with the same value; false in the answer to a read
 */
public record Decision<T>(String name, T value, long slot, boolean won) {
}
