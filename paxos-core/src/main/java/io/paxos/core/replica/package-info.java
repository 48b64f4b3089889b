/**
 * Owns the one door of the protocol: {@link io.paxos.core.replica.Replica#step} takes an
 * {@link io.paxos.core.replica.Input} and returns {@link io.paxos.core.replica.Effects}. In here no thread runs, no
 * clock is read and nothing is sent; one handler for each concern changes the state of the roles and says what is to be
 * done.
 */
@NullMarked
package io.paxos.core.replica;

import org.jspecify.annotations.NullMarked;
