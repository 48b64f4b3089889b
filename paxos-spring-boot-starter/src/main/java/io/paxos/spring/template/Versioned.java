package io.paxos.spring.template;

/**
 * What a key of the map holds.
 *
 * @param <T> type of the value
 * @param key the key
 * @param value its value
 * @param version how many successful writes it has seen, from 1
 */
public record Versioned<T>(String key, T value, long version) {
}
