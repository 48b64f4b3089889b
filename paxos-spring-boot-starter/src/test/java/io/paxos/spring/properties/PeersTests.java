package io.paxos.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lists of members are taken. */
class PeersTests {

    private static final NodeId SELF = NodeId.of("node1");

    @Test
    void members_are_in_order_with_their_addresses() {
        assertThat(Peers.of(Map.of("node3", "http://c/", "node1", "http://a:80", "node2", "http://B:8080/shop/"), SELF))
                .containsExactly(Map.entry(SELF, URI.create("http://a")),
                        Map.entry(NodeId.of("node2"), URI.create("http://b:8080/shop")),
                        Map.entry(NodeId.of("node3"), URI.create("http://c")));
    }

    @Test
    void nobody_is_a_cluster_of_one() {
        assertThat(Peers.of(Map.of(), SELF)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Node2", "node_2", "node.2", "-node2", "node 2", "", "knöten", "a.url",
        "a123456789012345678901234567890123456789012345678901234567890123"})
    void a_key_that_is_no_node_id(String key) {
        assertThatThrownBy(() -> Peers.of(Map.of("node1", "http://a", key, "http://b"), SELF))
                .isInstanceOfSatisfying(RefusedConfigurationException.class,
                        refused -> assertThat(refused.properties()).containsExactly("paxos.peers." + key))
                .hasMessage("The key paxos.peers." + key + " is not paxos.peers.<node id>.");
    }

    @Test
    void a_key_with_line_breaks_cannot_forge_a_line() {
        assertThatThrownBy(() -> Peers.of(Map.of("node1\r\nINFO all is well", "http://a"), SELF))
                .hasMessage("The key paxos.peers.node1??INFO all is well is not paxos.peers.<node id>.");
    }

    @ParameterizedTest
    @CsvSource({"http://a:8080, http://A:8080/", "http://a, http://a:80", "https://a/x, https://A:443/x/",
        "http://[::1]:1, http://[::1]:1/", "http://a/x, http://a/y/../x"})
    void one_url_for_two_members(String first, String second) {
        assertThatThrownBy(() -> Peers.of(Map.of("node1", "http://other", "node2", first, "node3", second), SELF))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessage("paxos.peers.node2 and paxos.peers.node3 have the same URL, "
                        + PeerAddress.of("", first) + ".");
    }

    @ParameterizedTest
    @CsvSource({"http://a, https://a", "http://a:1, http://a:2", "http://a/x, http://a/X", "http://a/x, http://a"})
    void urls_that_only_look_alike(String first, String second) {
        assertThat(Peers.of(Map.of("node1", first, "node2", second), SELF)).hasSize(2);
    }

    @Test
    void ids_that_boot_cannot_tell_apart() {
        assertThatThrownBy(() -> Peers.of(Map.of("node1", "http://a", "node-1", "http://b"), SELF))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessageContaining("The node ids node-1 and node1 in paxos.peers differ only in hyphens");
    }

    @Test
    void this_node_is_not_among_them() {
        assertThatThrownBy(() -> Peers.of(Map.of("node2", "http://a", "node3", "http://b"), SELF))
                .isInstanceOfSatisfying(RefusedConfigurationException.class, refused -> assertThat(refused.action())
                        .isEqualTo(
                                "Set paxos.node-id to one of them; or, before the cluster is founded, add paxos.peers.node1 on "
                                        + "every node."))
                .hasMessage("paxos.node-id is node1, and paxos.peers lists only [node2, node3].");
    }

    @Test
    void the_answer_cannot_be_changed() {
        assertThatThrownBy(() -> Peers.of(Map.of("node1", "http://a"), SELF).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
