package io.paxos.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which base URLs are taken, and in which form. */
class PeerAddressTests {

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1:8080, http://10.0.0.1:8080",
        "http://10.0.0.1:8080/, http://10.0.0.1:8080",
        "http://10.0.0.1:8080///, http://10.0.0.1:8080",
        "HTTP://Node-1.Example.ORG:80, http://node-1.example.org",
        "https://node1:443/shop/, https://node1/shop",
        "http://node1:443, http://node1:443",
        "https://node1:80/Shop/A, https://node1:80/Shop/A",
        "http://node1/a/../b, http://node1/b",
        "http://[::1]:8081, http://[::1]:8081",
        "http://[FE80::1]:8081, http://[fe80::1]:8081",
        "http://node1:, http://node1",
        "'  http://node1:8080\t', http://node1:8080",
        "http://node1/a%20b, http://node1/a%20b"})
    void an_address_has_one_form(String written, String form) {
        assertThat(PeerAddress.of("paxos.peers.node1", written)).isEqualTo(URI.create(form));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|has no URL",
        "'  '|has no URL",
        "node1:8080|does not begin with http:// or https://",
        "10.0.0.1:8080|does not begin with http:// or https://",
        "ftp://node1|does not begin with http:// or https://",
        "//node1|does not begin with http:// or https://",
        "http:node1|does not begin with http:// or https://",
        "jdbc:postgresql://node1/db|does not begin with http:// or https://",
        "http://|is not a URL",
        "http://node 1|is not a URL",
        "http://node1/a b|is not a URL",
        "http://[::1|is not a URL",
        "http:///path|has no host name",
        "http://my_node:8080|has no host name",
        "http://a:1,http://b:2|has no host name",
        "http://node1:port|has no host name",
        "http://knöten|has no host name",
        "http://node1:0|has a port that is not between",
        "http://node1:65536|has a port that is not between",
        "http://alice@node1|has a user name or a password",
        "http://@node1|has a user name or a password",
        "http://alice:geheim@my_node|has a user name or a password",
        "http://node1?a=b|has a query or a fragment",
        "http://node1/?|has a query or a fragment",
        "http://node1#top|has a query or a fragment",
        "http://node1/#|has a query or a fragment",
        "http://${HOST_1}:8080|the variable HOST_1 is not set"})
    void a_refusal_names_the_property_and_what_is_wrong(String written, String what) {
        assertThatThrownBy(() -> PeerAddress.of("paxos.peers.node1", written))
                .isInstanceOf(RefusedConfigurationException.class).hasMessageStartingWith("paxos.peers.node1 ")
                .hasMessageContaining(what).hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://alice:geheim@node1", "http://alice:geheim@my_node", "http://alice:ge?heim@node1",
        "http://alice:ge heim@node1", "alice:geheim@node1", "http://node1?token=geheim", "http://node1/a b?token=geheim",
        "http://node1/#geheim", "http://node1:99999?token=geheim", "http://${HOST:geheim}:1?token=heim"})
    @Tag("P83")
    void a_refusal_shows_nothing_that_may_be_a_password(String written) {
        RefusedConfigurationException refused = catchThrowableOfType(RefusedConfigurationException.class,
                () -> PeerAddress.of("paxos.peers.node1", written));

        assertThat(refused.getMessage() + refused.action()).doesNotContain("heim", "alice");
        assertThat(refused.properties()).containsExactly("paxos.peers.node1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://LOCALHOST", "https://LocalHost/shop", "http://127.0.0.1:1",
        "http://127.255.255.255", "http://127.0.10.199", "http://[::1]:8080"})
    @Tag("P79")
    void loopback_is_what_says_so(String written) {
        assertThat(PeerAddress.isLoopback(PeerAddress.of("paxos.peers.node1", written))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1", "http://128.0.0.1", "http://localhost.example.org", "http://localhost.",
        "http://127.0.0.1.example.org", "http://localhost6", "http://ip6-localhost", "http://0.0.0.0", "http://[::]",
        "http://[::2]", "http://[::ffff:127.0.0.1]", "http://1127.0.0.1.nip.io", "http://a127.0.0.1.b"})
    @Tag("P79")
    void loopback_is_never_guessed(String written) {
        assertThat(PeerAddress.isLoopback(PeerAddress.of("paxos.peers.node1", written))).isFalse();
    }
}
