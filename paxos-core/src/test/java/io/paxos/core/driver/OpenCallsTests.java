package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that have begun: each ends once, and its deadline is found. */
class OpenCallsTests {

    private static final Outcome DONE = new Outcome.Unknown("an outcome");

    private final OpenCalls calls = new OpenCalls();

    @Test
    void a_call_ends_once() {
        Ending first = new Ending();
        Ending second = new Ending();
        long one = begin(first, 10);
        long other = begin(second, 10);
        assertThat(one).isNotEqualTo(other);

        calls.end(other, DONE);
        assertThat(first.times()).isZero();
        assertThat(second.get()).isEqualTo(DONE);

        calls.end(other, DONE);
        calls.abandon(Reason.SHUTTING_DOWN, "the end");
        assertThat(second.times()).isEqualTo(1);
        assertThat(first.times()).isEqualTo(1);
    }

    @Test
    void nothing_happens_to_a_call_that_never_was() {
        calls.end(17, DONE);
        assertThat(calls.overdue(Long.MAX_VALUE / 4)).isEmpty();
    }

    /** The clock of {@link System#nanoTime()} may begin anywhere, and may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1_000, Long.MAX_VALUE - 25, Long.MIN_VALUE})
    void a_call_is_overdue_from_its_deadline_on(long begin) {
        long late = begin(new Ending(), begin + 30);
        long early = begin(new Ending(), begin + 10);
        long middle = begin(new Ending(), begin + 20);

        assertThat(calls.overdue(begin + 9)).isEmpty();
        assertThat(calls.overdue(begin + 10)).containsExactly(early);
        calls.end(early, DONE);
        assertThat(calls.overdue(begin + 19)).isEmpty();
        assertThat(calls.overdue(begin + 30)).containsExactlyInAnyOrder(middle, late);
    }

    @Test
    void a_deadline_that_comes_after_an_earlier_one_has_passed_is_found() {
        long early = begin(new Ending(), 10);
        assertThat(calls.overdue(10)).containsExactly(early);
        calls.end(early, DONE);

        long next = begin(new Ending(), 15);
        assertThat(calls.overdue(14)).isEmpty();
        assertThat(calls.overdue(15)).containsExactly(next);
    }

    @Test
    void an_earlier_deadline_is_found_though_a_later_one_is_known() {
        begin(new Ending(), 1_000);
        assertThat(calls.overdue(1)).isEmpty();
        long early = begin(new Ending(), 10);
        assertThat(calls.overdue(10)).containsExactly(early);
    }

    @Test
    void of_many_calls_those_are_overdue_whose_deadline_has_come() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Integer> deadlines = new HashMap<>();
        for (int now = 0; now < 200; now++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                int deadline = now + random.nextInt(50);
                deadlines.put(begin(new Ending(), deadline), deadline);
            }
            int time = now;
            List<Long> expected = deadlines.keySet().stream().filter(call -> deadlines.get(call) <= time).toList();

            assertThat(calls.overdue(now)).as("seed " + seed + ", now " + now)
                    .containsExactlyInAnyOrderElementsOf(expected);
            expected.forEach(call -> calls.end(call, DONE));
            expected.forEach(deadlines::remove);
        }
    }

    @Test
    void calls_that_nobody_can_answer_end_with_what_is_certain() {
        Ending command = new Ending();
        Ending read = new Ending();
        begin(command, 10);
        calls.begin(new OpenCalls.Call(OpenCallsTests::noInput, true, 10, read));

        calls.abandon(Reason.FENCED, "the disk is full");

        assertThat(command.get(Outcome.Unknown.class).detail()).startsWith("the disk is full");
        assertThat(read.get()).isEqualTo(new Outcome.NotExecuted(Reason.FENCED, "the disk is full"));
        assertThat(calls.overdue(1_000)).isEmpty();
    }

    @Test
    void whoever_throws_when_told_the_outcome_harms_nobody() {
        Ending other = new Ending();
        long call = calls.begin(new OpenCalls.Call(OpenCallsTests::noInput, false, 10, outcome -> {
            throw new IllegalStateException("a listener's own bug");
        }));
        calls.begin(new OpenCalls.Call(OpenCallsTests::noInput, false, 10, outcome -> {
            throw new IllegalStateException("a listener's own bug");
        }));
        begin(other, 10);

        assertThatCode(() -> calls.end(call, DONE)).doesNotThrowAnyException();
        assertThatCode(() -> calls.abandon(Reason.FENCED, "the disk is full")).doesNotThrowAnyException();
        assertThat(other.times()).isEqualTo(1);
    }

    private long begin(Ending ending, long deadline) {
        return calls.begin(new OpenCalls.Call(OpenCallsTests::noInput, false, deadline, ending));
    }

    private static Input noInput(long call) {
        throw new AssertionError("nobody asks for the input of call " + call);
    }
}
