package io.paxos.core.message;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;

/**
 * What every message says of its sender (rule B4). It is checked before the message is looked at.
 *
 * @param cluster cluster of the sender
 * @param group the log that the message belongs to
 * @param epoch configuration that the sender acts in, from 0
 * @param from the sender
 * @param storage the sender's store; voters count only the pinned one (F8)
 * @param promised the highest ballot that the sender has promised; one above a leader's own deposes it
 */
public record Header(ClusterId cluster, String group, long epoch, NodeId from, StorageId storage, Ballot promised) {
}
