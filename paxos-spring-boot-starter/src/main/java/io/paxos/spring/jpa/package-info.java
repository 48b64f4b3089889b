/**
 * Owns what an acceptor remembers: its journal of votes and its promise, in a persistence unit of its own over one connection
 * of its own, used by one thread. A host with entities, repositories and datasources of its own, or with none, is left alone.
 *
 * <p>{@link io.paxos.spring.jpa.JpaAcceptorStore} writes and reads rows; a {@link io.paxos.spring.jpa.StoreDatabase} knows in
 * which database they lie, how that is kept from others, and what it takes until a commit is on the disk.
 */
@NullMarked
package io.paxos.spring.jpa;

import org.jspecify.annotations.NullMarked;
