package io.paxos.core.founding;

import static io.paxos.core.founding.FoundingNet.A;
import static io.paxos.core.founding.FoundingNet.B;
import static io.paxos.core.founding.FoundingNet.C;
import static io.paxos.core.founding.FoundingNet.D;
import static io.paxos.core.founding.FoundingNet.E;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingNet.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store that is lost between bound and founded (rule F6, PITFALLS 95): "delete the data directories" is said only
 * when it is certain that nothing was, or will be, decided.
 */
class LostStoreTests {

    @Test
    @Tag("P95")
    void the_advice_to_delete_is_given_when_every_other_store_has_answered_that_it_is_not_founded() {
        FoundingNet net = allBoundOf(A, B, C);
        net.wipe(C);

        // a hears two stores of c in answer to one question and asks again; then it knows that the old one is lost
        net.ask(A, C);
        net.ask(A, C);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
        net.ask(A, B);

        assertThat(net.report(A).lost()).containsExactly(C);
        assertThat(net.report(A).dataMayBeDeleted()).isTrue();
        assertThat(net.report(A).describe()).contains("Nothing was decided").contains("delete the data directories");
    }

    @Test
    @Tag("P95")
    void while_another_store_is_silent_nothing_may_be_deleted() {
        FoundingNet net = allBoundOf(A, B, C);
        net.wipe(C);
        net.ask(A, C);
        net.ask(A, C);

        assertThat(net.report(A).lost()).containsExactly(C);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
        assertThat(net.report(A).unheard()).contains(B);
        assertThat(net.report(A).describe()).contains("Do not delete anything").contains("b");
    }

    @Test
    @Tag("P95")
    void an_answer_from_before_the_loss_was_known_does_not_count() {
        FoundingNet net = allBoundOf(A, B, C);
        // b answers a that it is only bound; then it hears of c's binding and is founded; then c loses its store
        Answer beforeTheLoss = net.askWithoutAnswer(A, B);
        net.asksAll(B);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.FOUNDED);
        net.wipe(C);

        // a hears the new c, and then the old answer of b
        net.ask(A, C);
        net.ask(A, C);
        assertThat(net.report(A).lost()).containsExactly(C);
        net.hear(A, beforeTheLoss);

        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
        // asked again, b says that it is founded
        net.ask(A, B);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
    }

    @Test
    @Tag("P95")
    void an_answer_that_came_before_the_loss_is_not_enough_either() {
        FoundingNet net = allBoundOf(A, B, C);
        net.ask(A, B);
        net.asksAll(B);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.FOUNDED);
        net.wipe(C);

        net.ask(A, C);
        net.ask(A, C);

        assertThat(net.report(A).lost()).containsExactly(C);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
    }

    @Test
    @Tag("P95")
    void with_a_majority_of_the_stores_lost_the_advice_is_never_given() {
        FoundingNet net = allBoundOf(A, B, C);
        net.wipe(B);
        net.wipe(C);

        // the two lost ones may have been founded, and decided something without a
        net.asksAll(A);
        net.asksAll(A);
        net.asksAll(A);

        assertThat(net.report(A).lost()).containsExactly(B, C);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
        assertThat(net.report(A).describe()).contains("Do not delete anything").contains("too many");
    }

    @Test
    @Tag("P95")
    void of_two_founders_one_lost_is_too_many() {
        FoundingNet net = allBoundOf(A, B);
        net.wipe(B);
        net.asksAll(A);
        net.asksAll(A);

        assertThat(net.report(A).lost()).containsExactly(B);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();
    }

    @Test
    @Tag("P95")
    void with_two_of_five_lost_all_three_others_must_have_answered() {
        FoundingNet net = allBoundOf(A, B, C, D, E);
        net.wipe(D);
        net.wipe(E);
        net.ask(A, D);
        net.ask(A, D);
        net.ask(A, E);
        net.ask(A, B);
        assertThat(net.report(A).lost()).containsExactly(D, E);
        assertThat(net.report(A).dataMayBeDeleted()).isFalse();

        net.ask(A, C);
        assertThat(net.report(A).dataMayBeDeleted()).isTrue();
    }

    @Test
    @Tag("P95")
    void after_the_advice_no_delayed_message_of_the_lost_store_founds_the_cluster() {
        FoundingNet net = allBoundOf(A, B, C);
        // the old c tells a and b that it is bound, and that is delayed
        Answer oldToA = net.askWithoutAnswer(A, C);
        Answer oldToB = net.askWithoutAnswer(B, C);
        net.wipe(C);
        adviceIsGivenTo(net, A);

        // now it arrives: at a, which gave the advice, and at b, which a has told of the loss
        net.hear(A, oldToA);
        net.hear(B, oldToB);

        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.BOUND);
        net.ask(A, B);
        net.ask(B, A);
        assertThat(net.binding(A).founded()).isFalse();
        assertThat(net.binding(B).founded()).isFalse();
        assertThat(net.report(A).dataMayBeDeleted()).isTrue();
    }

    @Test
    @Tag("P95")
    void after_the_advice_not_even_a_founded_message_of_the_lost_store_founds_the_cluster() {
        FoundingNet net = new FoundingNet(List.of(A, B, C));
        // a and b bind; c asks both, binds and is founded at once by their answers; a and b do not know it
        net.asksAll(A);
        net.asksAll(B);
        net.asksAll(C);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.BOUND);
        // what c answers is delayed, and c loses its store: nothing can have been decided by c alone
        Answer foundedToA = net.askWithoutAnswer(A, C);
        Answer foundedToB = net.askWithoutAnswer(B, C);
        net.wipe(C);
        adviceIsGivenTo(net, A);

        net.hear(A, foundedToA);
        net.hear(B, foundedToB);

        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.BOUND);
    }

    @Test
    @Tag("P95")
    void a_restart_after_the_advice_does_not_let_the_lost_store_found_the_cluster() {
        FoundingNet net = new FoundingNet(List.of(A, B, C));
        net.asksAll(A);
        net.asksAll(B);
        net.asksAll(C);
        Answer foundedToA = net.askWithoutAnswer(A, C);
        net.wipe(C);
        adviceIsGivenTo(net, A);

        // obeying begins with a stop; if a is started instead of deleted, what the lost c said is of another time
        net.restart(A);
        net.hear(A, foundedToA);
        net.ask(A, B);
        net.ask(B, A);

        assertThat(net.status(A)).isEqualTo(FoundingStatus.BOUND);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.BOUND);
    }

    @Test
    @Tag("P95")
    void once_all_data_is_deleted_the_same_list_founds_anew() {
        FoundingNet net = allBoundOf(A, B, C);
        net.wipe(C);
        net.wipe(A);
        net.wipe(B);
        net.allAskAll(3);

        assertThat(List.of(A, B, C)).allMatch(node -> net.status(node) == FoundingStatus.FOUNDED);
    }

    /** All are bound, and nobody has heard yet that all are. */
    private static FoundingNet allBoundOf(NodeId... listed) {
        FoundingNet net = new FoundingNet(List.of(listed));
        // each node asks all while the others are unbound; the answers of all arrive only then
        List<Answer> answers = new ArrayList<>();
        List<NodeId> to = new ArrayList<>();
        for (NodeId asking : listed) {
            for (NodeId asked : listed) {
                if (!asking.equals(asked)) {
                    to.add(asking);
                    answers.add(net.askWithoutAnswer(asking, asked));
                }
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            net.hear(to.get(i), answers.get(i));
        }
        for (NodeId node : listed) {
            assertThat(net.status(node)).isEqualTo(FoundingStatus.BOUND);
        }
        return net;
    }

    /** The node hears the new store of c twice, first only that one question was answered by two stores, and then b. */
    private static void adviceIsGivenTo(FoundingNet net, NodeId node) {
        net.ask(node, C);
        net.ask(node, C);
        net.ask(node, B);
        assertThat(net.report(node).dataMayBeDeleted()).isTrue();
    }
}
