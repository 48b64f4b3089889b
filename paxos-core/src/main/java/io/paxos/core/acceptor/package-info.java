/**
 * Owns the acceptor of <em>Paxos Made Simple</em>, for all slots of the log at once: it promises, votes, or refuses. It
 * keeps the memory; what must reach the disk before a reply is said in the {@link io.paxos.core.acceptor.AcceptorStep}.
 */
@NullMarked
package io.paxos.core.acceptor;

import org.jspecify.annotations.NullMarked;
