package io.paxos.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paxos.core.ballot.NodeId;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the properties must be together. */
class NodeConfigurationTests {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String[] LOOPBACK = {"peers.node1=http://localhost:8081", "peers.node2=http://127.0.0.1:8082"};

    @Test
    void without_any_property_it_is_a_cluster_of_one() {
        NodeConfiguration checked = checked();

        assertThat(checked.self()).isEqualTo(NodeId.of("node1"));
        assertThat(checked.peers()).isEmpty();
        assertThat(checked.others()).isEmpty();
        assertThat(checked.secret()).isEmpty();
        assertThat(checked.loopbackOnly()).isTrue();
        assertThat(checked.commandBytes()).isEqualTo(2 * 64 * 1024 + 2048);
    }

    @Test
    void three_nodes_that_share_a_secret() {
        NodeConfiguration checked = checked("node-id=node2", "peers.node1=http://10.0.0.1:8080",
                "peers.node2=http://10.0.0.2:8080", "peers.node3=http://10.0.0.3:8080", "security.shared-secret=" + SECRET);

        assertThat(checked.self()).isEqualTo(NodeId.of("node2"));
        assertThat(checked.peers()).hasSize(3).containsEntry(NodeId.of("node2"), URI.create("http://10.0.0.2:8080"));
        assertThat(checked.others()).containsOnlyKeys(NodeId.of("node1"), NodeId.of("node3"));
        assertThat(checked.secret()).contains(SECRET);
        assertThat(checked.loopbackOnly()).isFalse();
    }

    @Test
    @Tag("P79")
    void nodes_of_one_machine_need_no_secret() {
        assertThat(checked(LOOPBACK).secret()).isEmpty();
        assertThat(checked(LOOPBACK).loopbackOnly()).isTrue();
    }

    @Test
    @Tag("P79")
    void one_address_beyond_this_machine_needs_a_secret_and_reads_the_line_to_add() {
        RefusedConfigurationException refused = refused("peers.node1=http://localhost:8081", "peers.node2=http://node2:8082");

        assertThat(refused).hasMessageStartingWith(
                "paxos.peers.node2 is not on this machine for certain (http://node2:8082), and");
        assertThat(refused.action()).endsWith("\n\n    paxos.security.shared-secret: ${PAXOS_SECRET}");
        assertThat(refused("peers.node1=http://10.0.0.1:8081", "security.shared-secret=  ").action())
                .contains("paxos.security.shared-secret");
    }

    @Test
    void a_port_of_the_peers_own_speaks_plain_http() {
        assertThatCode(() -> checked("transport.port=9090", LOOPBACK[0], LOOPBACK[1])).doesNotThrowAnyException();
        assertThat(refused("transport.port=9090", "peers.node1=https://localhost:9090", LOOPBACK[1]))
                .hasMessageStartingWith("paxos.transport.port is set, where peers are answered by plain http only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geheim", "0123456789abcdef0123456789abcde"})
    @Tag("P79")
    @Tag("P83")
    void a_short_secret(String secret) {
        RefusedConfigurationException refused = refused("security.shared-secret=" + secret);

        assertThat(refused).hasMessage("paxos.security.shared-secret has " + secret.length() + " bytes, and 32 is the least.");
        assertThat(refused.action()).contains("32 bytes").doesNotContain(secret);
    }

    @Test
    void a_secret_counts_in_bytes_of_utf_8() {
        assertThat(checked("security.shared-secret=" + "ü".repeat(16)).secret()).isPresent();
        assertThat(refused("security.shared-secret=" + "ü".repeat(15) + "u")).hasMessageContaining("has 31 bytes");
    }

    @ParameterizedTest
    @CsvSource({"${PAXOS_SECRET}, PAXOS_SECRET", "${PAXOS_SECRET:${OTHER}}-and-0123456789abcdef0123456789, PAXOS_SECRET",
        "geheim-geheim-geheim-geheim-${app.secret}, app.secret", "${${ONE}}, ONE"})
    @Tag("P83")
    void a_secret_whose_variable_is_not_set(String secret, String variable) {
        RefusedConfigurationException refused = refused("security.shared-secret=" + secret);

        assertThat(refused).hasMessage("paxos.security.shared-secret has no value: the variable " + variable + " is not set.");
        assertThat(refused.getMessage() + refused.action()).doesNotContain("geheim", "OTHER", "${", "0123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geheim-geheim-geheim-geheim-${geheim", "geheim-geheim-geheim-geheim-${ge/heim}", "${}geheim"})
    @Tag("P83")
    void a_secret_with_the_beginning_of_a_variable_shows_nothing(String secret) {
        RefusedConfigurationException refused = refused("security.shared-secret=" + secret);

        assertThat(refused).hasMessageContaining("paxos.security.shared-secret contains '${'");
        assertThat(refused.getMessage() + refused.action()).doesNotContain("geheim", "heim");
    }

    @Test
    @Tag("P83")
    void no_text_of_the_configuration_holds_the_secret() {
        assertThat(checked("security.shared-secret=" + SECRET).toString()).contains("secret=set").doesNotContain(SECRET);
        assertThat(checked().toString()).contains("secret=none");
    }

    @ParameterizedTest
    @CsvSource({"50ms, 250ms, 200ms, 1s", "10ms, 50ms, 49ms, 50ms", "51ms, 300ms, 200ms, 201ms", "1m, 5m, 1s, 2s"})
    void times_that_go_together(String heartbeat, String timeout, String hold, String readTimeout) {
        assertThatCode(() -> checked("election.heartbeat=" + heartbeat, "election.timeout=" + timeout, "transport.hold=" + hold,
                "transport.read-timeout=" + readTimeout)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"50ms, 249ms, 250ms", "51ms, 299ms, 300ms", "50001us, 299999us, 300ms", "1s, 4s, 5000ms"})
    void an_election_timeout_of_less_than_five_heartbeats_as_they_are_rounded(String heartbeat, String timeout, String least) {
        RefusedConfigurationException refused = refused("election.heartbeat=" + heartbeat, "election.timeout=" + timeout);

        assertThat(refused).hasMessageContaining("which is less than 5 times paxos.election.heartbeat");
        assertThat(refused.action()).isEqualTo("Set paxos.election.timeout to " + least + " or more on every node.");
        assertThat(refused.properties()).containsExactly("paxos.election.timeout", "paxos.election.heartbeat");
        assertThatCode(() -> checked("election.heartbeat=" + heartbeat, "election.timeout=" + least)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"1s, 10s, paxos.transport.read-timeout (1000ms)", "1500ms, 10s, paxos.transport.read-timeout (1000ms)",
        "500ms, 500ms, paxos.election.timeout (500ms)", "600ms, 500ms, paxos.election.timeout (500ms)"})
    void a_hold_that_outlasts_those_who_wait(String hold, String timeout, String bound) {
        assertThat(refused("transport.hold=" + hold, "election.timeout=" + timeout))
                .hasMessageContaining("paxos.transport.hold is ").hasMessageContaining("not below " + bound);
    }

    @ParameterizedTest
    @CsvSource({"limits.value, 0B", "limits.value, -1B", "limits.value, 491521B", "limits.value, 16MB", "limits.value, 4TB",
        "log.batch-bytes, 1023B", "log.batch-bytes, 2097153B", "log.batch-bytes, -1KB"})
    void a_size_out_of_range(String property, String size) {
        RefusedConfigurationException refused = refused(property + "=" + size, "log.queue-bytes=1TB");

        assertThat(refused).hasMessageStartingWith("paxos." + property + " is ").hasMessageContaining("which is not between 1");
        assertThat(refused.properties()).containsExactly("paxos." + property);
    }

    @ParameterizedTest
    @CsvSource({"limits.value, 1B", "limits.value, 480KB", "log.batch-bytes, 1KB", "log.batch-bytes, 2MB"})
    void the_ends_of_the_range(String property, String size) {
        assertThatCode(() -> checked(property + "=" + size)).doesNotThrowAnyException();
    }

    @Test
    void a_queue_that_does_not_hold_the_largest_command() {
        RefusedConfigurationException refused = refused("log.queue-bytes=133119B");

        assertThat(refused).hasMessage("paxos.log.queue-bytes is 133119B, which does not hold a command with two values of "
                + "paxos.limits.value (64KB).");
        assertThat(refused.action()).isEqualTo("Set paxos.log.queue-bytes to 130KB or more.");
        assertThatCode(() -> checked("log.queue-bytes=130KB")).doesNotThrowAnyException();
    }

    @Test
    @Tag("P16")
    void a_volatile_store_is_for_a_cluster_of_one() {
        assertThatCode(() -> checked("datasource.allow-volatile=true")).doesNotThrowAnyException();
        assertThatCode(() -> checked("datasource.allow-volatile=true", LOOPBACK[0])).doesNotThrowAnyException();
        assertThat(refused("datasource.allow-volatile=true", LOOPBACK[0], LOOPBACK[1]))
                .hasMessageStartingWith("paxos.datasource.allow-volatile is true, and a node that forgets");
    }

    private static NodeConfiguration checked(String... properties) {
        Map<String, String> set = new LinkedHashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            set.put("paxos." + property.substring(0, equals), property.substring(equals + 1));
        }
        return NodeConfiguration.of(new Binder(new MapConfigurationPropertySource(set))
                .bindOrCreate("paxos", PaxosProperties.class));
    }

    private static RefusedConfigurationException refused(String... properties) {
        return catchThrowableOfType(RefusedConfigurationException.class, () -> checked(properties));
    }
}
