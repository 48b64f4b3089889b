/**
 * Owns the built-in replicated state: <em>decisions</em> (a name that gets one value, for ever), named <em>logs</em>
 * (values in one total order) and a <em>map</em> with versions. An {@link io.paxos.core.machine.Operation operation}
 * changes it and has an {@link io.paxos.core.machine.OperationResult result}; a {@link io.paxos.core.machine.Query
 * query} reads it. The bytes of an operation in the log are the business of {@link
 * io.paxos.core.machine.OperationCodec} alone. Nothing here knows slots otherwise than as numbers, nor retries: whether
 * a command is applied at all is decided before (rule C3).
 */
@NullMarked
package io.paxos.core.machine;

import org.jspecify.annotations.NullMarked;
