/**
 * Owns what a node knows to be chosen, and how it finds out: from the leader's announcements where its own vote
 * matches, from other nodes where it does not (rules L1 to L6).
 */
@NullMarked
package io.paxos.core.learner;

import org.jspecify.annotations.NullMarked;
