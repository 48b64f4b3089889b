package io.paxos.core.log;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.membership.Binding;

/**
 * The one row that every write carries in whole: what the acceptor must remember besides its votes.
 *
 * @param promised the highest ballot promised; never falls
 * @param chosenUpTo a slot up to which every chosen value is stored; written along, never with a sync of its own (rule
 *     L7)
 * @param binding how far the founding has come
 */
public record Meta(Ballot promised, long chosenUpTo, Binding binding) {

    /** What a new store holds. */
    public static final Meta INITIAL = new Meta(Ballot.NONE, 0, Binding.UNBOUND);
}
