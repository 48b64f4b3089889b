package io.paxos.core.replica;

/**
 * The end of a call; each call gets exactly one.
 *
 * @param call as given in the {@link Input}
 * @param outcome how it ended
 */
public record Reply(long call, Outcome outcome) {
}
