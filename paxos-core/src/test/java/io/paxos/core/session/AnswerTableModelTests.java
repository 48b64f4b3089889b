package io.paxos.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.Command;
import io.paxos.core.session.Answer.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answer table under random traffic with tiny limits, against a twin and against what callers were promised. */
class AnswerTableModelTests {

    private static final AnswerLimits TINY = new AnswerLimits(4, 250, 9, 4);
    private static final int SEEDS = 1_000;
    private static final int STEPS = 300;

    @Test
    @Tag("P49")
    @Tag("P90")
    @Tag("P91")
    void answersLikeItsTwinAndKeepsEveryPromise() {
        Map<Cause, Integer> refusals = new EnumMap<>(Cause.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            AnswerTable<String> table = new AnswerTable<>(TINY, String::length);
            NaiveAnswerTable twin = new NaiveAnswerTable(TINY);
            AnswerRule both = (command, slot, execute) -> {
                Answer<String> peeked = table.peek(command);
                Answer<String> answer = table.apply(command, slot, execute);
                assertThat(answer).isEqualTo(twin.apply(command, slot, execute));
                assertThat(peeked).isEqualTo(answer instanceof Answer.Executed ? null : answer);
                assertThat(table.horizon()).isEqualTo(twin.horizon());
                if (answer instanceof Answer.NotApplied<String> refused) {
                    refusals.merge(refused.cause(), 1, Integer::sum);
                }
                return answer;
            };

            assertThat(firstWrong(seed, both, table::horizon)).isNull();
        }
        assertThat(refusals).as("causes that came up").containsOnlyKeys(Cause.values());
    }

    /** A check that finds nothing in a broken table proves nothing about the good one. */
    @ParameterizedTest
    @EnumSource(NaiveAnswerTable.Fault.class)
    @Tag("P90")
    @Tag("P91")
    void theCheckFindsEachFault(NaiveAnswerTable.Fault fault) {
        String found = null;
        for (long seed = 1; seed <= 100 && found == null; seed++) {
            NaiveAnswerTable mutant = new NaiveAnswerTable(TINY, fault);
            found = firstWrong(seed, mutant, mutant::horizon);
        }

        assertThat(found).as("what is wrong with %s, in 100 seeds", fault).isNotNull();
    }

    @Test
    @Tag("P50")
    @Tag("P61")
    void replicasStayEqualAlsoWhenOneIsCopiedOnTheWay() {
        for (long seed = 1; seed <= 100; seed++) {
            CommandTraffic traffic = new CommandTraffic(seed);
            AnswerTable<String> one = new AnswerTable<>(TINY, String::length);
            AnswerTable<String> two = new AnswerTable<>(TINY, String::length);
            for (int step = 1; step <= STEPS; step++) {
                Command command = traffic.next();
                long slot = traffic.slot();
                Answer<String> answer = one.apply(command, slot, () -> "slot " + slot);
                assertThat(two.apply(command, slot, () -> "slot " + slot)).as("seed %d, slot %d", seed, slot)
                        .isEqualTo(answer);
                if (step % 20 == 0) {
                    two = two.copy();
                }
                assertThat(two).as("seed %d, slot %d", seed, slot).isEqualTo(one).hasSameHashCodeAs(one);
            }
        }
    }

    /** Lets traffic through; says what went wrong first, or null. */
    private static @Nullable String firstWrong(long seed, AnswerRule rule, LongSupplier horizon) {
        CommandTraffic traffic = new CommandTraffic(seed);
        ExecutionHistory history = new ExecutionHistory();
        for (int step = 1; step <= STEPS; step++) {
            Command command = traffic.next();
            long slot = traffic.slot();
            String where = "seed " + seed + ", slot " + slot + ", " + command + ": ";
            long before = horizon.getAsLong();
            Answer<String> answer;
            try {
                answer = rule.apply(command, slot, () -> "result of slot " + slot);
            } catch (AssertionError e) {
                throw new AssertionError(where + e.getMessage(), e);
            }
            String wrong = history.add(command, answer, before, TINY);
            if (wrong != null) {
                return where + wrong + " (" + answer + ")";
            }
        }
        return null;
    }
}
