package io.paxos.spring.template;

/**
 * Where an appended value stands, on every node.
 *
 * @param log name of the log
 * @param index its position within that log, from 0
 * @param slot position in the log of all commands
 */
public record AppendReceipt(String log, long index, long slot) {
}
