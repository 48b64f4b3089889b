package io.paxos.core.replica;

import io.paxos.core.log.Entry;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.session.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A slot that was applied; slots come in steps of one from 1 (rule L6), again from 1 after each start.
 *
 * @param entry its chosen value
 * @param answer what applying it gave; null for a no-op
 */
public record Applied(long slot, Entry entry, @Nullable Answer<OperationResult> answer) {
}
