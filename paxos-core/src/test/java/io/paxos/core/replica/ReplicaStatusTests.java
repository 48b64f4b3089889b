package io.paxos.core.replica;

import static io.paxos.core.replica.ScriptedCluster.TIME_OUT;
import static io.paxos.core.replica.ScriptedCluster.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.replica.ReplicaStatus.Peer;
import org.junit.jupiter.api.Test;

/** What a leader says of the other members. */
class ReplicaStatusTests {

    private final ScriptedCluster cluster = ScriptedCluster.founded(3);

    @Test
    void a_leader_shows_the_members_that_have_answered_it() {
        cluster.elect(1);
        cluster.isolate(3);
        cluster.pass(TIME_OUT);

        assertThat(cluster.at(1).status().peers()).containsOnlyKeys(node(2), node(3))
                .containsEntry(node(2), new Peer(0, cluster.at(1).status().chosenUpTo()));
        assertThat(cluster.at(1).status().peers().get(node(3)).ticksSinceHeard()).isEqualTo(TIME_OUT);
        assertThat(cluster.at(2).status().peers()).isEmpty();
    }

    /** It counts as heard when the leadership begins, but that is for the check of the quorum alone. */
    @Test
    void a_leader_does_not_show_a_member_that_has_never_answered_it() {
        cluster.isolate(3);
        cluster.elect(1);
        assertThat(cluster.at(1).status().peers()).containsOnlyKeys(node(2));

        cluster.heal();
        cluster.pass(1);
        assertThat(cluster.at(1).status().peers()).containsOnlyKeys(node(2), node(3));
    }
}
