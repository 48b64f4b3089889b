package io.paxos.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a node campaigns (rule 3.6, PITFALLS 47). */
class ElectionTimerTests {

    private static final int LEAST = 10;

    @Test
    @Tag("P47")
    void the_time_out_is_drawn_between_one_and_two_times_the_least_and_anew_for_each_attempt() {
        ElectionTimer timer = new ElectionTimer(LEAST, new Random(1), 0);
        TreeSet<Long> drawn = new TreeSet<>();
        for (int attempt = 0; attempt < 500; attempt++) {
            timer.restart(1000);
            long due = 1000;
            while (!timer.isDue(due)) {
                due++;
            }
            drawn.add(due - 1000);
        }
        assertThat(drawn.first()).isEqualTo(LEAST);
        assertThat(drawn.last()).isEqualTo(2 * LEAST);
        assertThat(drawn).hasSize(LEAST + 1);
    }

    @Test
    @Tag("P47")
    void nodes_with_different_seeds_do_not_stay_in_step() {
        ElectionTimer one = new ElectionTimer(LEAST, new Random(1), 0);
        ElectionTimer other = new ElectionTimer(LEAST, new Random(2), 0);
        int inStep = 0;
        for (int attempt = 0; attempt < 200; attempt++) {
            long now = 100L * attempt;
            one.restart(now);
            other.restart(now);
            while (!one.isDue(now) && !other.isDue(now)) {
                now++;
            }
            inStep += one.isDue(now) && other.isDue(now) ? 1 : 0;
        }
        assertThat(inStep).isLessThan(60);
    }

    @Test
    @Tag("GO-P15")
    void a_leader_that_is_heard_puts_the_campaign_off() {
        ElectionTimer timer = new ElectionTimer(LEAST, shortest(), 0);
        for (long now = 1; now < 100; now++) {
            timer.onLeaderHeard(now);
            assertThat(timer.isDue(now + LEAST - 1)).isFalse();
        }
        assertThat(timer.isDue(99 + LEAST)).isTrue();
    }

    @Test
    @Tag("P42")
    void a_leader_counts_as_heard_for_the_least_time_out() {
        ElectionTimer timer = new ElectionTimer(LEAST, longest(), 0);
        timer.onLeaderHeard(50);

        assertThat(timer.hearsLeader(50 + LEAST - 1)).isTrue();
        assertThat(timer.hearsLeader(50 + LEAST)).isFalse();
    }

    @Test
    @Tag("P42")
    void a_node_that_has_just_started_cannot_tell_and_helps_to_depose_nobody() {
        ElectionTimer timer = new ElectionTimer(LEAST, longest(), 100);

        assertThat(timer.hearsLeader(100 + LEAST - 1)).isTrue();
        assertThat(timer.hearsLeader(100 + LEAST)).isFalse();
    }

    @Test
    @Tag("P42")
    void a_new_wait_is_no_leader() {
        ElectionTimer timer = new ElectionTimer(LEAST, longest(), 0);

        timer.restart(50);

        assertThat(timer.hearsLeader(50)).isFalse();
        assertThat(timer.isDue(50 + 2 * LEAST - 1)).isFalse();
        assertThat(timer.isDue(50 + 2 * LEAST)).isTrue();
    }

    private static RandomGenerator shortest() {
        return () -> 0;
    }

    private static RandomGenerator longest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        };
    }
}
