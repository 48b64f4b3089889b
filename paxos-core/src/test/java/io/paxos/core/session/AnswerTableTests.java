package io.paxos.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.session.Answer.Cause;
import io.paxos.core.session.Answer.Executed;
import io.paxos.core.session.Answer.NotApplied;
import io.paxos.core.session.Answer.Repeated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AnswerTableTests {

    private static final ClientId CLIENT = new ClientId(1, 1);
    private static final ClientId OTHER = new ClientId(2, 2);

    /** At most 3 keys and 500 bytes of them; clients idle for 10 slots; 4 open sequences. */
    private final AnswerTable<String> table = table(new AnswerLimits(3, 500, 10, 4));

    @Test
    @Tag("P49")
    void aRetryIsNotExecutedAgainAndGetsTheFirstAnswer() {
        assertThat(apply(1, call(1, 1, 0))).isEqualTo(executed(1));
        assertThat(apply(2, call(1, 1, 0))).isEqualTo(repeated(1));
        assertThat(apply(3, key("k", "body", 0))).isEqualTo(executed(3));
        assertThat(apply(4, key("k", "body", 2))).isEqualTo(repeated(3));
    }

    @Test
    @Tag("P90")
    void concurrentCallsAreExecutedInWhateverOrderTheyCome() {
        assertThat(apply(1, call(2, 1, 0))).isEqualTo(executed(1));
        assertThat(apply(2, call(1, 1, 0))).isEqualTo(executed(2));
        assertThat(apply(3, call(2, 1, 0))).isEqualTo(repeated(1));
        assertThat(apply(4, call(1, 1, 0))).isEqualTo(repeated(2));
    }

    @Test
    @Tag("P90")
    void ofManyConcurrentCallsInRandomOrderEachIsExecutedOnce() {
        long seed = 90;
        AnswerTable<String> large = table(AnswerLimits.DEFAULTS);
        List<Long> sequences = new ArrayList<>();
        for (int copy = 0; copy < 3; copy++) {
            LongStream.rangeClosed(1, 1_024).forEach(sequences::add);
        }
        Collections.shuffle(sequences, new Random(seed));
        List<Long> executions = new ArrayList<>();
        long slot = 0;
        for (long sequence : sequences) {
            large.apply(call(sequence, 1, 0), ++slot, () -> {
                executions.add(sequence);
                return "done";
            });
        }

        assertThat(executions).as("seed %d", seed).hasSize(1_024).doesNotHaveDuplicates();
    }

    @Test
    @Tag("P90")
    void aRestartedProcessIsAnotherClientAndGetsNoOldAnswers() {
        apply(1, call(1, 1, 0));

        assertThat(apply(2, new Command(new ClientSequence(OTHER, 1), 1, 1, Bytes.EMPTY))).isEqualTo(executed(2));
    }

    @Test
    void aSequenceThatItsClientHasClosedIsNotExecuted() {
        apply(1, call(1, 1, 0));
        apply(2, call(3, 3, 0));

        assertThat(apply(3, call(1, 1, 0))).isEqualTo(notApplied(Cause.CLOSED));
        assertThat(apply(4, call(2, 1, 0))).isEqualTo(notApplied(Cause.CLOSED));
    }

    @Test
    void aLateCopyDoesNotOpenClosedSequencesAgain() {
        apply(1, call(2, 2, 0));
        apply(2, call(3, 3, 0));
        apply(3, call(4, 2, 0));

        assertThat(apply(4, call(2, 2, 0))).isEqualTo(notApplied(Cause.CLOSED));
    }

    @Test
    void aRefusedCopyClosesToo() {
        apply(1, call(1, 1, 0));
        apply(2, call(3, 1, 0));
        apply(3, call(3, 2, 0));

        assertThat(apply(4, call(1, 1, 0))).isEqualTo(notApplied(Cause.CLOSED));
    }

    @Test
    void aCallTooFarAboveTheLowestOpenOneIsNeverExecutedEvenAfterTheClientHasClosedMore() {
        Command tooFar = call(5, 1, 0);

        assertThat(apply(1, tooFar)).isEqualTo(notApplied(Cause.TOO_MANY_OPEN));
        assertThat(apply(2, call(4, 1, 0))).isEqualTo(executed(2));
        assertThat(apply(3, call(6, 4, 2))).isEqualTo(executed(3));
        assertThat(apply(4, tooFar)).isEqualTo(notApplied(Cause.TOO_MANY_OPEN));
        assertThat(apply(5, call(9, 9, 4))).isEqualTo(executed(5));
        assertThat(apply(6, tooFar)).isEqualTo(notApplied(Cause.TOO_MANY_OPEN));
    }

    @Test
    void aKeyWithAnotherDigestIsRefusedAndTheFirstAnswerStays() {
        apply(1, key("k", "body", 0));

        assertThat(apply(2, key("k", "other", 0))).isEqualTo(notApplied(Cause.KEY_REUSED));
        assertThat(apply(3, key("k", "body", 0))).isEqualTo(repeated(1));
    }

    @Test
    @Tag("P91")
    void aLateCopyOfAnEvictedCommandIsRefused() {
        Command first = key("a", "body", 0);
        apply(1, first);
        apply(2, key("b", "body", 0));
        apply(3, key("c", "body", 0));
        assertThat(table.horizon()).isZero();
        apply(4, key("d", "body", 0));

        assertThat(table.horizon()).isEqualTo(1);
        assertThat(apply(5, first)).isEqualTo(notApplied(Cause.EXPIRED));
    }

    @Test
    void aFreshRequestUnderAnEvictedKeyIsExecutedAnew() {
        apply(1, key("a", "body", 0));
        apply(2, key("b", "body", 0));
        apply(3, key("c", "body", 0));
        apply(4, key("d", "body", 0));

        assertThat(apply(5, key("a", "body", 1))).isEqualTo(executed(5));
    }

    /** The fresh request is born after the slot of the first: a horizon that only reached there would let it pass. */
    @Test
    @Tag("P91")
    void aLateCopyOfAFreshRequestThatWasAnsweredIsRefusedAfterEviction() {
        Command fresh = key("a", "body", 2);
        apply(1, key("a", "body", 0));
        assertThat(apply(4, fresh)).isEqualTo(repeated(1));
        apply(5, key("b", "body", 4));
        apply(6, key("c", "body", 4));
        apply(7, key("d", "body", 4));

        assertThat(table.horizon()).isEqualTo(4);
        assertThat(apply(8, fresh)).isEqualTo(notApplied(Cause.EXPIRED));
    }

    /** Its caller was told that it was not executed: that must stay true. */
    @Test
    @Tag("P91")
    void aLateCopyOfACommandRefusedForItsDigestIsNotExecutedAfterEviction() {
        Command refused = key("a", "other", 2);
        apply(1, key("a", "body", 0));
        assertThat(apply(4, refused)).isEqualTo(notApplied(Cause.KEY_REUSED));
        apply(5, key("b", "body", 4));
        apply(6, key("c", "body", 4));
        apply(7, key("d", "body", 4));

        assertThat(table.horizon()).isEqualTo(4);
        assertThat(apply(8, refused)).isEqualTo(notApplied(Cause.EXPIRED));
    }

    /** "Never executed" would be wrong: it was, before the key went to somebody else. */
    @Test
    void aLateCopyFromBeforeTheKeyWasTakenOverIsUnknownInsteadOfRefusedForItsDigest() {
        Command first = key("a", "body", 0);
        apply(1, first);
        apply(2, key("b", "body", 0));
        apply(3, key("c", "body", 0));
        apply(4, key("d", "body", 0));
        apply(5, key("a", "other", 4));

        assertThat(apply(6, first)).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(apply(7, key("a", "body", 5))).isEqualTo(notApplied(Cause.KEY_REUSED));
    }

    @Test
    void keysAreEvictedByBytesToo() {
        AnswerTable<String> small = new AnswerTable<>(new AnswerLimits(100, 350, 10, 4), result -> 65);
        small.apply(key("a", "body", 0), 1, () -> "a");
        small.apply(key("b", "body", 0), 2, () -> "b");
        small.apply(key("c", "body", 0), 3, () -> "c");
        assertThat(small.horizon()).as("3 times 100 bytes").isZero();
        small.apply(key("d", "body", 0), 4, () -> "d");
        assertThat(small.horizon()).isEqualTo(1);
    }

    @Test
    void anAnswerLargerThanTheTableIsGivenAndForgotten() {
        AnswerTable<String> small = new AnswerTable<>(new AnswerLimits(100, 350, 10, 4), result -> 1_000);
        Command large = key("a", "body", 0);

        assertThat(small.apply(large, 1, () -> "a")).isEqualTo(new Executed<>("a"));
        assertThat(small.horizon()).isEqualTo(1);
        assertThat(small.apply(large, 2, () -> "b")).isEqualTo(notApplied(Cause.EXPIRED));
    }

    @Test
    @Tag("P50")
    @Tag("P91")
    void anIdleClientIsForgottenAndGoesOnWithNewCommandsOnly() {
        Command early = call(1, 1, 0);
        Command never = call(2, 1, 0);
        apply(1, early);
        apply(11, key("a", "body", 0));
        assertThat(table.horizon()).as("10 slots later").isZero();
        apply(12, key("b", "body", 0));
        assertThat(table.horizon()).as("11 slots later").isEqualTo(1);

        assertThat(apply(13, early)).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(apply(14, call(3, 1, 12))).isEqualTo(executed(14));
        assertThat(apply(15, early)).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(apply(16, never)).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(apply(17, call(4, 3, 14))).isEqualTo(executed(17));
        assertThat(apply(18, early)).isEqualTo(notApplied(Cause.CLOSED));
    }

    @Test
    void anIdleClientIsForgottenOnlyAfterItsOwnCommandWasDealtWith() {
        apply(1, call(1, 1, 0));

        assertThat(apply(100, call(1, 1, 0))).isEqualTo(repeated(1));
        assertThat(table.horizon()).isZero();
    }

    @Test
    void whatIsInTheTableIsAnsweredHoweverOld() {
        AnswerTable<String> oneKey = table(new AnswerLimits(1, 500, 10, 4));
        oneKey.apply(call(1, 1, 0), 1, () -> "first");
        oneKey.apply(key("a", "body", 0), 2, () -> "a");
        oneKey.apply(key("b", "body", 0), 3, () -> "b");

        assertThat(oneKey.horizon()).isEqualTo(2);
        assertThat(oneKey.peek(call(1, 1, 0))).isEqualTo(new Repeated<>("first"));
    }

    @Test
    void aCommandThatClaimsToKnowItsOwnSlotIsOfUnknownAge() {
        assertThat(apply(5, call(1, 1, 5))).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(apply(6, key("k", "body", Long.MAX_VALUE))).isEqualTo(notApplied(Cause.EXPIRED));
        assertThat(table.horizon()).isZero();
    }

    @Test
    void peekSaysWhatApplyWouldSayAndChangesNothing() {
        apply(1, call(2, 2, 0));
        apply(2, key("k", "body", 0));
        AnswerTable<String> before = table.copy();

        assertThat(table.peek(call(2, 2, 0))).isEqualTo(repeated(1));
        assertThat(table.peek(call(3, 2, 0))).isNull();
        assertThat(table.peek(call(1, 1, 0))).isEqualTo(notApplied(Cause.CLOSED));
        assertThat(table.peek(call(9, 2, 0))).isEqualTo(notApplied(Cause.TOO_MANY_OPEN));
        assertThat(table.peek(key("k", "body", 0))).isEqualTo(repeated(2));
        assertThat(table.peek(key("k", "other", 0))).isEqualTo(notApplied(Cause.KEY_REUSED));
        assertThat(table.peek(key("new", "body", 0))).isNull();
        assertThat(table).isEqualTo(before);
    }

    @Test
    @Tag("P72")
    void anExecutionThatThrowsLeavesNoTrace() {
        apply(1, call(1, 1, 0));
        AnswerTable<String> before = table.copy();

        assertThatIllegalStateException().isThrownBy(() -> table.apply(call(2, 2, 0), 2, () -> {
            throw new IllegalStateException("poison");
        }));
        assertThat(table).isEqualTo(before);
    }

    @Test
    void slotsOnlyRise() {
        apply(2, call(1, 1, 0));

        assertThatIllegalArgumentException().isThrownBy(() -> apply(2, call(2, 1, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> apply(1, call(2, 1, 0)));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        apply(1, call(1, 1, 0));
        apply(2, key("k", "body", 0));
        AnswerTable<String> copy = table.copy();
        assertThat(copy).isEqualTo(table).hasSameHashCodeAs(table);

        apply(3, call(2, 2, 0));

        assertThat(copy).isNotEqualTo(table);
        assertThat(copy.peek(call(1, 1, 0))).isEqualTo(repeated(1));
        assertThat(copy.peek(call(2, 2, 0))).isNull();
    }

    @Test
    void tablesWithTheSameAnswersInAnotherOrderOfEvictionAreNotEqual() {
        AnswerTable<String> one = table(AnswerLimits.DEFAULTS);
        AnswerTable<String> two = table(AnswerLimits.DEFAULTS);
        one.apply(key("a", "body", 0), 1, () -> "done");
        one.apply(key("b", "body", 0), 2, () -> "done");
        two.apply(key("b", "body", 0), 1, () -> "done");
        two.apply(key("a", "body", 0), 2, () -> "done");

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void tablesWhoseClientsWereLastHeardOfInAnotherOrderAreNotEqual() {
        Command ofClient = call(1, 1, 0);
        Command ofOther = new Command(new ClientSequence(OTHER, 1), 1, 0, Bytes.EMPTY);
        apply(1, ofClient);
        apply(2, ofOther);
        AnswerTable<String> copy = table.copy();
        apply(3, ofClient);
        apply(4, ofOther);
        copy.apply(ofOther, 3, () -> "never");
        copy.apply(ofClient, 4, () -> "never");

        assertThat(copy).isNotEqualTo(table);
    }

    @Test
    void onlySomeCausesAreCertain() {
        assertThat(Cause.values()).filteredOn(Cause::neverExecuted)
                .containsExactly(Cause.KEY_REUSED, Cause.TOO_MANY_OPEN);
    }

    @Test
    void limitsAreAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerLimits(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerLimits(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerLimits(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerLimits(1, 1, 1, 0));
        assertThat(AnswerLimits.DEFAULTS).isEqualTo(new AnswerLimits(100_000, 67_108_864, 1_000_000, 1_024));
    }

    private static AnswerTable<String> table(AnswerLimits limits) {
        return new AnswerTable<>(limits, String::length);
    }

    /** Executed, it results in the name of its slot. */
    private Answer<String> apply(long slot, Command command) {
        return table.apply(command, slot, () -> "slot " + slot);
    }

    private static Command call(long sequence, long lowestOpen, long bornAt) {
        return new Command(new ClientSequence(CLIENT, sequence), lowestOpen, bornAt, Bytes.EMPTY);
    }

    private static Command key(String key, String body, long bornAt) {
        return Commands.withKey(key, body, bornAt);
    }

    private static Answer<String> executed(long slot) {
        return new Executed<>("slot " + slot);
    }

    private static Answer<String> repeated(long slot) {
        return new Repeated<>("slot " + slot);
    }

    private static Answer<String> notApplied(Cause cause) {
        return new NotApplied<>(cause);
    }
}
