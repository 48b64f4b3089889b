package io.paxos.spring.template;

/**
 * A value of a log.
 *
 * @param <T> type of the value
 * @param index its position within that log, from 0
 * @param value the value
 */
public record LogEntry<T>(long index, T value) {
}
