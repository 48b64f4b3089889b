package io.paxos.core.session;

import io.paxos.core.log.Command;
import java.util.function.Supplier;

/** What {@link AnswerTable#apply} does, so that a twin and its mutants can be put in its place. */
@FunctionalInterface
interface AnswerRule {

    Answer<String> apply(Command command, long slot, Supplier<String> execute);
}
