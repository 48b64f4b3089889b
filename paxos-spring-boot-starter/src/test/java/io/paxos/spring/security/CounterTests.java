package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Lane;
import io.paxos.spring.security.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which counters a receiver takes within a session. */
@Tag("P79")
class CounterTests {

    private static final int WINDOW = 1_024;

    private final IncomingSessions receiver = Wire.receiver(NODE2);
    private final OutgoingSession sender = Wire.sender(NODE1, NODE2);

    /** The sender has a session under which nothing was sent yet. */
    CounterTests() {
        Wire.exchange(sender, receiver, Lane.CONTROL, BODY);
    }

    @Test
    void counters_begin_at_1_in_each_session_and_lane() {
        for (int session = 0; session < 2; session++) {
            assertThat(signed(Lane.BULK, 3)).extracting(RequestClaim::counter).containsExactly(1L, 2L, 3L);
            assertThat(signed(Lane.CONTROL, 2)).extracting(RequestClaim::counter).containsExactly(1L, 2L);
            Wire.exchange(sender, Wire.receiver(NODE2), Lane.BULK, BODY);
        }
    }

    @Test
    void counters_out_of_order_within_the_window_are_taken_once_each() {
        List<RequestClaim> requests = signed(Lane.BULK, 3 * WINDOW);
        for (int from = 0; from < requests.size(); from += WINDOW) {
            List<RequestClaim> part = new ArrayList<>(requests.subList(from, from + WINDOW));
            Collections.reverse(part);
            assertThat(part).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.ACCEPTED));
            assertThat(part).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.REPLAYED));
        }
    }

    @Test
    void counters_below_the_window_are_too_old_even_if_never_seen() {
        List<RequestClaim> requests = signed(Lane.BULK, WINDOW + 10);
        assertThat(take(requests.get(WINDOW + 9))).isEqualTo(Kind.ACCEPTED);

        assertThat(requests.subList(0, 10)).allSatisfy(old -> assertThat(take(old)).isEqualTo(Kind.REPLAYED));
        assertThat(take(requests.get(10))).isEqualTo(Kind.ACCEPTED);
        assertThat(take(requests.get(10))).isEqualTo(Kind.REPLAYED);
    }

    @Test
    void a_gap_wider_than_the_window_is_crossed() {
        List<RequestClaim> requests = signed(Lane.BULK, 3 * WINDOW);
        assertThat(take(requests.get(0))).isEqualTo(Kind.ACCEPTED);
        assertThat(take(requests.get(2 * WINDOW))).isEqualTo(Kind.ACCEPTED);

        assertThat(take(requests.get(WINDOW + 1))).isEqualTo(Kind.ACCEPTED);
        assertThat(take(requests.get(WINDOW))).isEqualTo(Kind.REPLAYED);
        assertThat(take(requests.get(0))).isEqualTo(Kind.REPLAYED);
    }

    /** The first one to come in need not be the first one sent. */
    @Test
    void a_session_may_begin_with_any_counter() {
        List<RequestClaim> requests = signed(Lane.BULK, 6);
        Collections.reverse(requests);

        assertThat(requests).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.ACCEPTED));
        assertThat(requests).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.REPLAYED));
    }

    @Test
    void the_lanes_count_separately() {
        List<RequestClaim> bulk = signed(Lane.BULK, 2 * WINDOW);
        List<RequestClaim> control = signed(Lane.CONTROL, 2);
        assertThat(take(bulk.get(2 * WINDOW - 1))).isEqualTo(Kind.ACCEPTED);

        assertThat(control).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.ACCEPTED));
        assertThat(control).allSatisfy(request -> assertThat(take(request)).isEqualTo(Kind.REPLAYED));
        assertThat(take(bulk.get(2 * WINDOW - 2))).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void a_new_session_counts_afresh_in_all_lanes() {
        signed(Lane.BULK, 5).forEach(this::take);
        signed(Lane.CONTROL, 5).forEach(this::take);
        OutgoingSession restarted = Wire.connected(NODE1, NODE2, receiver);

        for (int i = 0; i < 5; i++) {
            assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
            assertThat(Wire.exchange(restarted, receiver, Lane.CONTROL, BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    /** Walks through the numbers with steps, jumps and repeats of all sizes, and compares with all that was ever seen. */
    @ParameterizedTest
    @ValueSource(longs = {79, 80, 81, 82})
    void the_window_agrees_with_a_set_of_all_counters(long seed) {
        Random random = new Random(seed);
        List<RequestClaim> requests = signed(Lane.BULK, 20_000);
        Set<Integer> seen = new HashSet<>();
        int highest = 0;
        int accepted = 0;
        for (int step = 0; step < 20_000; step++) {
            int reach = List.of(1, 3, 64, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW).get(random.nextInt(7));
            int forward = random.nextInt(8) == 0 ? random.nextInt(step % 500 == 0 ? 2 * WINDOW : 10) : 0;
            int counter = Math.max(1, Math.min(requests.size(),
                    forward > 0 ? highest + forward : highest - random.nextInt(reach + 1)));
            boolean expected = highest - counter < WINDOW && seen.add(counter);
            highest = Math.max(highest, counter);

            assertThat(take(requests.get(counter - 1)))
                    .as("seed %d, step %d, counter %d, highest %d", seed, step, counter, highest)
                    .isEqualTo(expected ? Kind.ACCEPTED : Kind.REPLAYED);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted).as("seed %d, of 20000, highest %d", seed, highest).isBetween(5_000, 15_000);
    }

    private List<RequestClaim> signed(Lane lane, int count) {
        return new ArrayList<>(Stream.generate(() -> sender.sign(lane, BODY)).limit(count).toList());
    }

    private Kind take(RequestClaim request) {
        return receiver.verify(request, BODY).kind();
    }
}
