/**
 * Owns what stands in the log: {@link io.paxos.core.log.Entry entries}, the {@link io.paxos.core.log.RequestId request
 * ids} of commands, {@link io.paxos.core.log.Vote votes}, the {@link io.paxos.core.log.ChosenLog chosen prefix}, and
 * the {@link io.paxos.core.log.AcceptorWrite writes} that make them durable. A slot is a position in the log, from 1;
 * one slot is one instance of single-decree Paxos.
 */
@NullMarked
package io.paxos.core.log;

import org.jspecify.annotations.NullMarked;
