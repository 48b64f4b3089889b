package io.paxos.core.log;

import io.paxos.core.ballot.Ballot;

/**
 * An acceptance: what an acceptor last voted for in a slot.
 *
 * @param ballot the ballot voted in
 * @param entry the value voted for
 */
public record Vote(Ballot ballot, Entry entry) {
}
