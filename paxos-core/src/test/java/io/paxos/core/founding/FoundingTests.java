package io.paxos.core.founding;

import static io.paxos.core.founding.FoundingNet.A;
import static io.paxos.core.founding.FoundingNet.B;
import static io.paxos.core.founding.FoundingNet.C;
import static io.paxos.core.founding.FoundingNet.D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How listed nodes with empty stores become a cluster, once (rules F1 to F3, F5, F7). */
class FoundingTests {

    private static final List<NodeId> ABC = List.of(A, B, C);

    private final FoundingNet net = new FoundingNet(ABC);

    @Test
    @Tag("P28")
    void nodes_that_have_all_heard_all_are_founded_with_the_same_founders() {
        net.allAskAll(2);

        for (NodeId node : ABC) {
            assertThat(net.status(node)).isEqualTo(FoundingStatus.FOUNDED);
            assertThat(net.binding(node).founded()).isTrue();
            assertThat(net.at(node).founders()).isEqualTo(net.at(A).founders());
            assertThat(net.at(node).asks()).isFalse();
        }
        assertThat(Objects.requireNonNull(net.at(A).founders()).nodes()).isEqualTo(ABC);
        assertThat(net.at(A).founders().isPinned(B, net.storage(B))).isTrue();
        assertThat(net.report(A).describe()).isEqualTo("founded");
    }

    @Test
    @Tag("P28")
    void nobody_takes_part_before_it_has_heard_all_listed_nodes() {
        // F1, F5: two of three are a majority, and still found nothing
        for (int i = 0; i < 5; i++) {
            net.ask(A, B);
            net.ask(B, A);
        }

        assertThat(net.status(A)).isEqualTo(FoundingStatus.FORMING);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.FORMING);
        assertThat(net.at(A).founders()).isNull();
        assertThat(net.report(A).unheard()).containsExactly(C);
        assertThat(net.report(A).describe()).contains("forming").contains("[c]");
    }

    @Test
    @Tag("P28")
    void a_node_that_is_bound_takes_no_part_before_all_are_bound() {
        // a has heard both, so it binds; b and c have heard nobody yet
        net.asksAll(A);

        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.binding(A).founded()).isFalse();
        assertThat(net.at(A).founders()).isNull();

        // b has heard both as well: a and b are bound, c is not
        net.asksAll(B);
        net.asksAll(A);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.report(A).describe()).contains("bound");

        // the last one binds, and with that knows that all are bound
        net.asksAll(C);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("P28")
    void whoever_is_bound_as_a_founded_peer_is_founded_too() {
        net.asksAll(A);
        net.asksAll(B);
        net.asksAll(C);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FOUNDED);
        net.restart(A);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);

        // F3: one founded peer is enough
        net.ask(A, C);

        assertThat(net.status(A)).isEqualTo(FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("P27")
    void nodes_with_different_lists_never_bind() {
        net.start(C, FoundingPlan.majority("test", List.of(A, B, C, D)));
        net.allAskAll(5);

        for (NodeId node : ABC) {
            assertThat(net.binding(node)).isEqualTo(Binding.UNBOUND);
            assertThat(net.status(node)).isEqualTo(FoundingStatus.FORMING);
        }
        // F5: health names whose list differs
        assertThat(net.report(A).differing()).containsExactly(C);
        assertThat(net.report(A).describe()).contains("[c]").contains("another list");
        assertThat(net.report(C).differing()).containsExactly(A, B);
    }

    @Test
    @Tag("P27")
    @Tag("PY-11")
    void nodes_with_different_quorum_sizes_or_weights_never_bind() {
        FoundingPlan majority = FoundingPlan.majority("test", ABC);
        net.start(C, new FoundingPlan("test", majority.weights(), new QuorumSizes(3, 1)));
        net.allAskAll(3);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FORMING);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FORMING);
        assertThat(net.report(A).differing()).containsExactly(C);
    }

    @Test
    @Tag("P27")
    void a_corrected_list_founds_after_a_restart() {
        net.start(C, FoundingPlan.majority("test", List.of(A, B, C, D)));
        net.allAskAll(2);

        net.start(C, FoundingPlan.majority("test", ABC));
        net.allAskAll(3);

        assertThat(ABC).allMatch(node -> net.status(node) == FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("GO-N1")
    void a_node_alone_is_founded_as_it_starts() {
        FoundingNet alone = new FoundingNet(List.of(A));

        assertThat(alone.status(A)).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(alone.at(A).asks()).isFalse();
        assertThat(Objects.requireNonNull(alone.at(A).founders()).isPinned(A, alone.storage(A))).isTrue();
        alone.restart(A);
        assertThat(alone.status(A)).isEqualTo(FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("P25")
    void one_store_under_two_names_does_not_bind() {
        // the data directory of b is a copy of a's
        net.start(B, FoundingPlan.majority("test", ABC), net.storage(A), Binding.UNBOUND);
        net.allAskAll(4);

        for (NodeId node : ABC) {
            assertThat(net.binding(node)).isEqualTo(Binding.UNBOUND);
        }
    }

    @Test
    @Tag("P25")
    void two_stores_under_one_name_within_one_question_are_asked_again() {
        FoundingNet.Answer ofFirstB = net.askWithoutAnswer(A, B);
        net.hear(A, ofFirstB);
        net.wipe(B);
        FoundingNet.Answer ofSecondB = net.askWithoutAnswer(A, B);
        net.hear(A, ofSecondB);
        net.ask(A, C);

        // nobody can tell which of the two answers came last, so neither counts
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FORMING);
        net.hear(A, ofFirstB);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FORMING);
        net.asksAll(A);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(Objects.requireNonNull(net.binding(A).founders()).isPinned(B, net.storage(B))).isTrue();
    }

    @Test
    @Tag("P28")
    void a_restarted_node_ignores_answers_to_its_former_start() {
        FoundingNet.Answer fromB = net.askWithoutAnswer(A, B);
        FoundingNet.Answer fromC = net.askWithoutAnswer(A, C);
        net.restart(A);
        net.wipe(B);

        // F2: the answers are of another time; the b that gave one of them is gone
        net.hear(A, fromB);
        net.hear(A, fromC);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FORMING);
        assertThat(net.report(A).unheard()).containsExactly(B, C);

        net.asksAll(A);
        assertThat(Objects.requireNonNull(net.binding(A).founders()).isPinned(B, net.storage(B))).isTrue();
    }

    @Test
    @Tag("P28")
    void a_binding_is_once_and_for_ever() {
        net.asksAll(A);
        Binding bound = net.binding(A);
        net.wipe(C);
        net.allAskAll(3);
        net.restart(A);
        net.allAskAll(3);

        assertThat(net.binding(A).founders()).isEqualTo(bound.founders());
        assertThat(net.binding(A).founded()).isFalse();
        // b never binds to another set than a, so c's new store founds no second cluster
        assertThat(net.binding(B)).isEqualTo(Binding.UNBOUND);
        assertThat(net.binding(C)).isEqualTo(Binding.UNBOUND);
    }

    @Test
    @Tag("P27")
    @Tag("PY-12")
    void a_changed_list_stops_the_start_with_a_sentence() {
        FoundingNet alone = new FoundingNet(List.of(A));
        FoundingPlan three = FoundingPlan.majority("test", ABC);

        // F7
        assertThatThrownBy(() -> new Founding(A, alone.storage(A), three, alone.binding(A), 1))
                .isInstanceOf(FoundedDifferentlyException.class)
                .hasMessageContaining("founded as [a]").hasMessageContaining("configured").hasMessageContaining("[a, b, c]");
    }

    @Test
    @Tag("P27")
    @Tag("PY-11")
    @Tag("PY-12")
    void changed_quorum_sizes_stop_the_start_as_well() {
        net.allAskAll(2);
        FoundingPlan flexible = new FoundingPlan("test", FoundingPlan.majority("test", ABC).weights(), new QuorumSizes(3, 1));

        assertThatThrownBy(() -> new Founding(A, net.storage(A), flexible, net.binding(A), 1))
                .isInstanceOf(FoundedDifferentlyException.class);
    }

    @Test
    @Tag("P27")
    void the_founders_of_a_plan_need_every_listed_store() {
        assertThatThrownBy(() -> FoundingPlan.majority("test", ABC).foundersWith(Map.of(A, new StorageId(0, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
