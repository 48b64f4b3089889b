package io.paxos.core.founding;

import static io.paxos.core.founding.FoundingNet.A;
import static io.paxos.core.founding.FoundingNet.B;
import static io.paxos.core.founding.FoundingNet.C;
import static io.paxos.core.founding.FoundingNet.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.StorageId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a node recognises that the cluster was founded without it, or without its store (rules F4, F8). */
class LateNodesTests {

    private final FoundingPlan plan = FoundingPlan.majority("test", List.of(A, B, C));
    private final FoundingNet net = new FoundingNet(plan);

    @BeforeEach
    void theClusterIsFounded() {
        net.allAskAll(2);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FOUNDED);
    }

    @Test
    @Tag("P23")
    void a_wiped_founder_learns_without_a_vote_from_the_first_founded_peer_it_hears() {
        net.wipe(C);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.FORMING);

        net.ask(C, A);

        assertThat(net.status(C)).isEqualTo(FoundingStatus.IDENTITY_MISMATCH);
        assertThat(net.status(C).learnsOnly()).isTrue();
        assertThat(net.at(C).founders()).isEqualTo(net.at(A).founders());
        assertThat(net.binding(C)).isEqualTo(Binding.UNBOUND);
        assertThat(net.report(C).describe()).contains("wiped or swapped");
    }

    @Test
    @Tag("P23")
    void a_wiped_founder_never_becomes_a_voter_whatever_it_hears_and_however_often_it_restarts() {
        net.wipe(C);
        net.allAskAll(3);
        net.restart(C);
        net.allAskAll(3);

        assertThat(net.status(C)).isEqualTo(FoundingStatus.IDENTITY_MISMATCH);
        assertThat(net.binding(C)).isEqualTo(Binding.UNBOUND);
        // and the others stay what they are
        assertThat(net.status(A)).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(net.at(A).founders()).isEqualTo(net.at(B).founders());
    }

    @Test
    @Tag("P28")
    void all_but_one_wiped_found_no_second_cluster() {
        // the founded node pauses while two wiped ones and a question to it are all there is
        net.wipe(B);
        net.wipe(C);
        for (int i = 0; i < 5; i++) {
            net.ask(B, C);
            net.ask(C, B);
        }
        assertThat(net.binding(B)).isEqualTo(Binding.UNBOUND);
        assertThat(net.binding(C)).isEqualTo(Binding.UNBOUND);

        // it comes back
        net.allAskAll(2);
        assertThat(net.status(B)).isEqualTo(FoundingStatus.IDENTITY_MISMATCH);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.IDENTITY_MISMATCH);
    }

    @Test
    @Tag("P24")
    void a_store_that_forgot_its_binding_went_back_in_time_and_takes_no_part() {
        // the very store of c, from a backup made before it was bound
        net.start(C, plan, net.storage(C), Binding.UNBOUND);

        net.ask(C, B);

        assertThat(net.status(C)).isEqualTo(FoundingStatus.ROLLED_BACK);
        assertThat(net.at(C).founders()).isNull();
        assertThat(net.binding(C)).isEqualTo(Binding.UNBOUND);
        assertThat(net.report(C).describe()).contains("went back in time");
        net.allAskAll(2);
        assertThat(net.status(C)).isEqualTo(FoundingStatus.ROLLED_BACK);
    }

    @Test
    @Tag("P27")
    void a_node_that_the_founders_do_not_know_learns_and_never_binds() {
        net.start(D, FoundingPlan.majority("test", List.of(A, B, C, D)));

        net.asksAll(D);

        assertThat(net.status(D)).isEqualTo(FoundingStatus.NOT_A_FOUNDER);
        assertThat(net.status(D).learnsOnly()).isTrue();
        assertThat(net.at(D).founders()).isEqualTo(net.at(A).founders());
        assertThat(net.binding(D)).isEqualTo(Binding.UNBOUND);
        assertThat(net.report(D).describe()).contains("without this node");
    }

    @Test
    @Tag("P23")
    void the_claim_of_a_store_that_is_not_pinned_in_its_own_founders_counts_for_nothing() {
        // a store that is not a's says under a's name what only a founder may say
        net.wipe(C);
        FoundingNet.Answer forged = new FoundingNet.Answer(A, new StorageId(66, 66),
                net.askWithoutAnswer(C, A).identity());

        net.hear(C, forged);

        assertThat(net.status(C)).isEqualTo(FoundingStatus.FORMING);
    }

    @Test
    @Tag("P28")
    void a_bound_founder_that_was_away_is_founded_by_the_first_founded_peer() {
        FoundingNet other = new FoundingNet(plan);
        other.asksAll(A);
        other.asksAll(B);
        other.asksAll(C);
        other.restart(A);

        other.ask(A, C);

        assertThat(other.status(A)).isEqualTo(FoundingStatus.FOUNDED);
        assertThat(other.binding(A).founded()).isTrue();
    }
}
