package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every operation on a node that runs, blocking and with a future. */
class OperationsTests {

    record Order(String customer, List<Integer> seats) {
    }

    enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "a constant with a class of its own";
            }
        }
    }

    private static final CallOptions LOCAL = CallOptions.DEFAULTS.withConsistency(Consistency.LOCAL);

    private static TestCluster cluster;
    private static ConsensusOperations consensus;

    @BeforeAll
    static void start() {
        cluster = TestCluster.single("operations");
        consensus = cluster.template();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Tag("P53")
    void a_decision_is_that_of_the_first_caller_for_ever() {
        Decision<String> first = consensus.decide("seat", "alice");
        Decision<String> second = consensus.decideAsync("seat", "bob").join();

        assertThat(first).isEqualTo(new Decision<>("seat", "alice", first.slot(), true));
        assertThat(second).isEqualTo(new Decision<>("seat", "alice", first.slot(), false));
        assertThat(consensus.decide("seat", "alice").won()).isFalse();
        assertThat(consensus.decision("seat", String.class)).contains(second);
        assertThat(consensus.decisionAsync("seat", String.class, LOCAL).join()).contains(second);
        assertThat(consensus.decision("unknown", String.class)).isEmpty();
        assertThat(consensus.decisionAsync("unknown", String.class, LOCAL).join()).isEmpty();
    }

    @Test
    void a_winner_gets_the_very_object_and_others_one_of_its_class() {
        Order mine = new Order("alice", List.of(1, 2));
        assertThat(consensus.decide("order", mine).value()).isSameAs(mine);
        assertThat(consensus.decide("order", new Order("bob", List.of(3))).value()).isEqualTo(mine).isNotSameAs(mine);

        consensus.decide("size", Size.LARGE);
        assertThat(consensus.decide("size", Size.SMALL).value()).isEqualTo(Size.LARGE);
        consensus.decide("other-size", Size.SMALL);
        assertThat(consensus.decide("other-size", Size.LARGE).value()).isEqualTo(Size.SMALL);
    }

    @Test
    void several_decisions_are_in_the_order_of_the_names_without_what_is_open() {
        consensus.decide("several-b", "1");
        consensus.decide("several-a", "2");
        List<String> names = List.of("several-b", "several-open", "several-a", "several-b");

        Map<String, Decision<String>> decisions = consensus.decisions(names, String.class);

        assertThat(decisions.keySet()).containsExactly("several-b", "several-a");
        assertThat(decisions.get("several-a").value()).isEqualTo("2");
        assertThat(consensus.decisionsAsync(names, String.class, LOCAL).join()).isEqualTo(decisions);
        assertThat(consensus.decisions(List.of(), String.class)).isEmpty();
    }

    @Test
    void a_log_counts_from_zero_and_is_read_in_pages() {
        AppendReceipt first = consensus.append("log", "a");
        AppendReceipt second = consensus.appendAsync("log", "b").join();
        assertThat(first).isEqualTo(new AppendReceipt("log", 0, first.slot()));
        assertThat(second).isEqualTo(new AppendReceipt("log", 1, second.slot()));
        assertThat(second.slot()).isGreaterThan(first.slot());

        assertThat(consensus.read("log", 0, 1, String.class)).containsExactly(new LogEntry<>(0, "a"));
        assertThat(consensus.readAsync("log", 1, 1_000, String.class).join()).containsExactly(new LogEntry<>(1, "b"));
        assertThat(consensus.read("log", 2, 1, String.class, LOCAL)).isEmpty();
        assertThat(consensus.size("log")).isEqualTo(2);
        assertThat(consensus.sizeAsync("log", LOCAL).join()).isEqualTo(2);
        assertThat(consensus.size("unknown")).isZero();
        assertThat(consensus.read("unknown", 0, 1, String.class)).isEmpty();
    }

    @Test
    void the_map_counts_successful_writes() {
        assertThat(consensus.get("key", Integer.class)).isEmpty();
        assertThat(consensus.put("key", 5)).isEqualTo(new Versioned<>("key", 5, 1));
        assertThat(consensus.putAsync("key", 6).join()).isEqualTo(new Versioned<>("key", 6, 2));
        assertThat(consensus.get("key", Integer.class)).contains(new Versioned<>("key", 6, 2));
        assertThat(consensus.getAsync("key", Integer.class, LOCAL).join()).contains(new Versioned<>("key", 6, 2));
    }

    @Test
    void compare_and_set_writes_only_over_what_is_expected() {
        assertThat(consensus.compareAndSet("cas", "a", "b")).isEqualTo(new CompareAndSet<>("cas", false, null, 0));
        assertThat(consensus.compareAndSet("cas", null, "a")).isEqualTo(new CompareAndSet<>("cas", true, "a", 1));
        assertThat(consensus.compareAndSetAsync("cas", "x", "b").join()).isEqualTo(new CompareAndSet<>("cas", false, "a", 1));
        assertThat(consensus.compareAndSetAsync("cas", "a", "b").join()).isEqualTo(new CompareAndSet<>("cas", true, "b", 2));
    }

    @Test
    @Tag("P90")
    void a_key_is_executed_once_and_answered_alike_and_not_given_to_another_operation() {
        CallOptions keyed = CallOptions.DEFAULTS.withIdempotencyKey("one two");

        AppendReceipt receipt = consensus.append("keyed", "a", keyed);
        assertThat(consensus.append("keyed", "a", keyed)).isEqualTo(receipt);
        assertThat(consensus.size("keyed")).isEqualTo(1);
        assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> consensus.append("keyed", "b", keyed))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_REUSED))
                .withMessageContaining("operations1").withMessageContaining("Use a new key");
    }

    @Test
    void an_answer_of_another_type_is_said_to_be_one_and_what_was_asked_for_has_happened() {
        consensus.put("typed", "not a number");

        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> consensus.get("typed", Integer.class));
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> consensus.compareAndSet("typed", 1, 2));
        assertThatThrownBy(() -> consensus.getAsync("typed", Integer.class).join())
                .hasCauseInstanceOf(ValueCodecException.class);
    }

    @Test
    void arguments_that_are_none_are_refused_in_both_forms() {
        List<String> tooMany = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "n" + i).toList();

        assertThatIllegalArgumentException().isThrownBy(() -> consensus.decide("no name", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> consensus.put("", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> consensus.read("log", -1, 1, String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> consensus.read("log", 0, 0, String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> consensus.read("log", 0, 1_001, String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> consensus.decisions(tooMany, String.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> consensus.append("log", "v", CallOptions.DEFAULTS.withIdempotencyKey("")));
        assertThatThrownBy(() -> consensus.decideAsync("no name", "v").join())
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> consensus.readAsync("log", 0, 1_001, String.class).join())
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("P71")
    void a_value_may_be_as_large_as_the_limit_and_not_larger() {
        byte[] largest = new byte[64 * 1024];
        assertThat(consensus.put("large", largest).version()).isEqualTo(1);

        assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> consensus.put("large", new byte[64 * 1024 + 1]))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.VALUE_TOO_LARGE))
                .withMessageContaining("65537").withMessageContaining("65536").withMessageContaining("paxos.limits.value");
        assertThatThrownBy(() -> consensus.putAsync("large", new byte[64 * 1024 + 1]).join())
                .hasCauseInstanceOf(NotExecutedException.class);
    }

    @Test
    @Tag("P90")
    void more_calls_than_a_client_may_have_open_are_all_executed_once() {
        List<CompletableFuture<AppendReceipt>> calls = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            calls.add(consensus.appendAsync("many", "v" + i));
        }

        List<Long> indexes = calls.stream().map(call -> call.join().index()).sorted().toList();

        assertThat(indexes).isEqualTo(IntStream.range(0, 3_000).mapToObj(i -> (long) i).toList());
        assertThat(consensus.size("many")).isEqualTo(3_000);
    }
}
