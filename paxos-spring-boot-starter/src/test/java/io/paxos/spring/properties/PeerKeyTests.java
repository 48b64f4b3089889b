package io.paxos.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names stand for a peer, and which only look like it. */
class PeerKeyTests {

    @ParameterizedTest
    @CsvSource({"paxos.peers.node1, node1", "paxos.peers.my-node, my-node", "paxos.peers.1, 1", "Paxos.Peers.node1, node1"})
    void a_property_names_a_node(String name, String id) {
        assertThat(PeerKey.idIn(name, false)).contains(id);
        assertThat(PeerKey.idIn(name, true)).contains(id);
    }

    @ParameterizedTest
    @CsvSource({"PAXOS_PEERS_NODE1, node1", "paxos_peers_Node1, node1", "PAXOS_PEERS_MY-NODE, my-node", "PAXOS_PEERS_1, 1"})
    void a_variable_names_a_node_and_a_property_of_that_form_is_not_read(String name, String id) {
        assertThat(PeerKey.idIn(name, true)).contains(id);
        assertRefused(name, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paxos.peers.node_2", "paxos.peers.Node2", "paxos.peers[0]", "paxos.peers[node2]",
        "paxos.peers.a.b", "paxos.peers.[node 2]", "paxos.peers.node 2", "paxos.peers. node2", "paxos.peers.-n",
        "paxos.peers.__", "paxos.peers.ñ", "paxos.peers.", "paxos.peers..x", "paxos.peers[a", "paxos.peers.a]",
        "paxos.peers.x:y", "paxos.peers.n[1]", "paxos[peers].x", "paxos.pe-ers.x", "paxos_peers.x", "paxos.peers_node1",
        "paxos.peers~", "paxos.peers.a123456789012345678901234567890123456789012345678901234567890123"})
    void a_key_of_another_form_is_refused_by_name(String name) {
        assertRefused(name, false);
        assertRefused(name, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAXOS_PEERS_NODE_1", "PAXOS_PEERS__A", "PAXOS_PEERS_A_", "PAXOS_PEERS_", "PAXOS_PEERS_A B",
        "PAXOS_PEERS_-A", "PAXOS_PEERS_A.B", "PAXOS_PEERS_É", "PAXOS.PEERS_A"})
    void a_variable_of_another_form_is_refused_by_name(String name) {
        assertRefused(name, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paxos.peers", "PAXOS_PEERS", "paxos.peer.node1", "paxos.peerstore.x", "paxos.node-id",
        "my.paxos.peers.x", "MY_PAXOS_PEERS_X", "PATH", "", "paxos"})
    void other_names_are_nobodys(String name) {
        assertThat(PeerKey.idIn(name, false)).isEmpty();
        assertThat(PeerKey.idIn(name, true)).isEmpty();
    }

    private static void assertRefused(String name, boolean variable) {
        assertThatThrownBy(() -> PeerKey.idIn(name, variable))
                .isInstanceOfSatisfying(RefusedConfigurationException.class, refused -> {
                    assertThat(refused.properties()).containsExactly(name);
                    assertThat(refused.action()).contains("paxos.peers.<id>", "PAXOS_PEERS_NODE1");
                }).hasMessageContaining("The key " + name + " is not");
    }
}
