package io.paxos.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.log.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionsOfTests {

    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");

    @Test
    void all_names_are_answered_in_the_order_in_which_they_were_asked_for() {
        ReplicatedState state = new ReplicatedState();
        state.apply(3, OperationCodec.encode(new Decide("x", A)));
        state.apply(5, OperationCodec.encode(new Decide("a", B)));

        assertThat(state.query(new DecisionsOf(List.of("x", "open", "a", "x")))).isEqualTo(new DecisionsResult(List.of(
                new DecisionResult("x", A, 3), new DecisionResult("open", null, 0), new DecisionResult("a", B, 5),
                new DecisionResult("x", A, 3))));
        assertThat(state.query(new DecisionsOf(List.of()))).isEqualTo(new DecisionsResult(List.of()));
    }

    @Test
    void an_answer_does_not_change_when_more_is_decided() {
        ReplicatedState state = new ReplicatedState();
        QueryResult before = state.query(new DecisionsOf(List.of("x")));
        state.apply(1, OperationCodec.encode(new Decide("x", A)));

        assertThat(before).isEqualTo(new DecisionsResult(List.of(new DecisionResult("x", null, 0))));
    }

    @Test
    void too_many_names_and_what_is_no_name_are_refused() {
        List<String> most = new ArrayList<>(IntStream.range(0, DecisionsOf.MOST_NAMES).mapToObj(i -> "n" + i).toList());
        assertThat(new DecisionsOf(most).names()).hasSize(1_000);
        most.add("one-more");

        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionsOf(most)).withMessageContaining("1001");
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionsOf(List.of("a", "no name")));
    }

    @Test
    void a_query_and_its_answer_keep_their_own_lists() {
        List<String> names = new ArrayList<>(List.of("x"));
        DecisionsOf query = new DecisionsOf(names);
        List<DecisionResult> decisions = new ArrayList<>(List.of(new DecisionResult("x", null, 0)));
        DecisionsResult result = new DecisionsResult(decisions);
        names.clear();
        decisions.clear();

        assertThat(query.names()).containsExactly("x");
        assertThat(result.decisions()).hasSize(1);
    }
}
