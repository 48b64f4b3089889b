package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.spring.properties.PeerKey;
import io.paxos.spring.properties.RefusedConfigurationException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** What is written below {@code paxos.peers} is what Spring Boot binds, or is refused. */
class PeerKeysTests {

    private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @ParameterizedTest
    @ValueSource(strings = {"{node1: a, my-node: b}", "{'1': a, '2': b}", "{}", "", "[]"})
    void a_yaml_list_of_members(String peers) throws IOException {
        StandardEnvironment environment = withYaml(peers);

        assertThatCode(() -> PeerKeys.requireReadable(environment)).doesNotThrowAnyException();
        assertThat(boundIn(environment)).hasSize(peers.contains("a") ? 2 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[a, b]|paxos.peers[0]", "{1: a}|paxos.peers[1]", "{on: a}|paxos.peers[true]",
        "{node 2: a}|paxos.peers.node 2", "{node_2: a}|paxos.peers.node_2", "{Node2: a}|paxos.peers.Node2",
        "{node1: {url: a}}|paxos.peers.node1.url", "{node1: [a]}|paxos.peers.node1[0]",
        "{'[node 2]': a}|paxos.peers[node 2]"})
    void a_yaml_list_of_another_form(String peers, String key) throws IOException {
        StandardEnvironment environment = withYaml(peers);

        assertThatThrownBy(() -> PeerKeys.requireReadable(environment)).isInstanceOf(RefusedConfigurationException.class)
                .hasMessage("The key " + key + " is not paxos.peers.<node id>.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paxos.peers", "Paxos.Peers", "PAXOS_PEERS"})
    void a_value_for_all_peers_together(String key) {
        assertThatThrownBy(() -> PeerKeys.requireReadable(with(new MapPropertySource("m", Map.of(key, "http://node1")))))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessage(key + " has a value of its own, and a list of peers has none.");
        assertThatCode(() -> PeerKeys.requireReadable(with(new MapPropertySource("m", Map.of(key, " ")))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_variable_of_the_environment_names_a_node() {
        StandardEnvironment environment = with(new SystemEnvironmentPropertySource(VARIABLES, Map.of("PAXOS_PEERS_NODE1", "a")));

        assertThatCode(() -> PeerKeys.requireReadable(environment)).doesNotThrowAnyException();
        assertThat(boundIn(environment)).containsExactly(Map.entry("node1", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAXOS_PEERS_NODE_1", "PAXOS_PEERS_NODE1_", "paxos.peers.node_1", "paxos.peers.Node1"})
    void a_variable_of_another_form(String name) {
        StandardEnvironment environment = with(new SystemEnvironmentPropertySource(VARIABLES, Map.of(name, "a")));

        assertThatThrownBy(() -> PeerKeys.requireReadable(environment))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessage("The key " + name + " is not paxos.peers.<node id>.");
    }

    /** As in an environment file that is imported, where Spring Boot does not see a peer. */
    @Test
    void the_form_of_a_variable_in_a_file() {
        assertThatThrownBy(() -> PeerKeys.requireReadable(with(new MapPropertySource(".env", Map.of("PAXOS_PEERS_NODE1", "a")))))
                .isInstanceOf(RefusedConfigurationException.class).hasMessageContaining("PAXOS_PEERS_NODE1");
    }

    @Test
    void one_node_twice_in_one_source() {
        Map<String, Object> twice = new LinkedHashMap<>();
        twice.put("PAXOS_PEERS_NODE1", "a");
        twice.put("paxos.peers.node1", "b");

        assertThatThrownBy(() -> PeerKeys.requireReadable(with(new SystemEnvironmentPropertySource(VARIABLES, twice))))
                .isInstanceOfSatisfying(RefusedConfigurationException.class,
                        refused -> assertThat(refused.properties()).containsExactlyElementsOf(twice.keySet()))
                .hasMessage("The keys PAXOS_PEERS_NODE1 and paxos.peers.node1 both name node node1 in one place.");
    }

    /** That is how one value is put above another. */
    @Test
    void one_node_in_two_sources() {
        StandardEnvironment environment = with(new MapPropertySource("file", Map.of("paxos.peers.node1", "low")));
        environment.getPropertySources().addFirst(
                new SystemEnvironmentPropertySource("high-" + VARIABLES, Map.of("PAXOS_PEERS_NODE1", "high")));

        assertThatCode(() -> PeerKeys.requireReadable(environment)).doesNotThrowAnyException();
        assertThat(boundIn(environment)).containsExactly(Map.entry("node1", "high"));
    }

    /** Whatever somebody writes below the prefix: if nothing was refused, Boot has bound just these nodes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothing_is_dropped_or_changed_in_silence(long seed) {
        Random random = new Random(seed);
        int bound = 0;
        for (int round = 0; round < 1_000; round++) {
            boolean variables = random.nextBoolean();
            Map<String, Object> written = new LinkedHashMap<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                written.put(randomKey(random), "value");
            }
            StandardEnvironment environment = with(variables ? new SystemEnvironmentPropertySource(VARIABLES, written)
                    : new MapPropertySource("m", written));
            try {
                PeerKeys.requireReadable(environment);
            } catch (RefusedConfigurationException e) {
                continue;
            }
            Set<String> named = new TreeSet<>();
            written.keySet().forEach(name -> PeerKey.idIn(name, variables).ifPresent(named::add));
            assertThat(boundIn(environment).keySet()).as("seed %d, round %d: %s", seed, round, written)
                    .hasSameSizeAs(written.keySet()).containsExactlyInAnyOrderElementsOf(named)
                    .allSatisfy(id -> NodeId.of(id));
            bound++;
        }
        assertThat(bound).as("seed %d: rounds in which nothing was refused", seed).isGreaterThan(50);
    }

    private static String randomKey(Random random) {
        String prefix = List.of("paxos.peers", "PAXOS_PEERS", "paxos.peers", "PAXOS_PEERS", "Paxos.peers", "paxos_peers",
                "paxos[peers]", "paxos.peers_", "pa-xos.peers").get(random.nextInt(9));
        String separator = random.nextInt(8) == 0 ? "[" : prefix.contains("_") ? "_" : ".";
        StringBuilder key = new StringBuilder(prefix).append(separator);
        String alphabet = random.nextInt(3) > 0 ? "ab1" : "aB1-_.[] é~:";
        for (int i = random.nextInt(5); i >= 0; i--) {
            key.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return key.toString();
    }

    private static StandardEnvironment withYaml(String peers) throws IOException {
        String yaml = "paxos:\n  peers: " + peers + "\n";
        return with(new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(yaml.getBytes())).get(0));
    }

    /** An environment with nothing else in it. */
    private static StandardEnvironment with(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().forEach(each -> environment.getPropertySources().remove(each.getName()));
        environment.getPropertySources().addFirst(source);
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    private static Map<String, String> boundIn(StandardEnvironment environment) {
        return Binder.get(environment).bind("paxos.peers", Bindable.mapOf(String.class, String.class)).orElse(Map.of());
    }
}
