package io.paxos.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ClusterOptionsTests {

    @Test
    void a_mistyped_flag_is_refused() {
        assertThat(ClusterOptions.unknownFlag(new String[] {"--debug", "--clster"})).startsWith("--clster is not an option.");
        assertThat(ClusterOptions.unknownFlag(new String[] {"--cluster", "--debug", "--server.port=1", "word"})).isNull();
    }

    private static String[] args(String... more) {
        String[] args = new String[more.length + 1];
        args[0] = "--cluster";
        System.arraycopy(more, 0, args, 1, more.length);
        return args;
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server.port=1", "--paxos.node-id=node1", "--paxos.nodeId=node1", "--paxos.peers.node1=http://a",
        "--paxos.peers[node1]=http://a", "--paxos.transport.port=1", "--paxos.datasource.url=jdbc:h2:mem:x",
        "--spring.profiles.active=node1", "--spring.profiles.active[0]=node1", "--spring.profiles.include=node1"})
    void what_only_one_node_can_have_is_refused(String option) {
        assertThat(ClusterOptions.refusal(args(option), environment(Map.of()))).contains("--cluster").doesNotContain("\n");
        assertThat(ClusterOptions.refusal(new String[] {option, "--cluster"}, environment(Map.of()))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--paxos.data-dir=X", "--paxos.security.shared-secret=s", "--paxos.transport.hold=1s", "--debug",
        "--server.portal=1", "--paxos.peersonly=1"})
    void what_all_can_share_is_taken(String option) {
        assertThat(ClusterOptions.refusal(args(option), environment(Map.of()))).isNull();
        assertThat(ClusterOptions.of(args(option), "node2", 8082)).containsExactly(option, "--spring.profiles.active=node2",
                "--paxos.node-id=node2", "--server.port=8082");
    }

    @ParameterizedTest
    @CsvSource({"SERVER_PORT,false", "PAXOS_NODE_ID,false", "PAXOS_NODEID,false", "PAXOS_DATADIR,false", "PAXOS_PEERS_NODE4,true",
        "PAXOS_TRANSPORT_PORT,true", "PAXOS_DATASOURCE_URL,true", "SPRING_PROFILES_ACTIVE,true"})
    void the_environment_is_overridden_or_refused(String variable, boolean refused) {
        String refusal = ClusterOptions.refusal(args(), environment(Map.of(variable, "1")));
        assertThat(refusal != null).as(String.valueOf(refusal)).isEqualTo(refused);
    }

    @Test
    void a_blank_variable_is_none() {
        assertThat(ClusterOptions.refusal(args(), environment(Map.of("SPRING_PROFILES_ACTIVE", "")))).isNull();
    }

    @Test
    void a_system_property_is_as_good_as_a_variable() {
        StandardEnvironment environment = environment(Map.of());
        environment.getPropertySources().addFirst(
                new MapPropertySource("systemProperties", Map.of("paxos.peers.node4", "http://d")));
        assertThat(ClusterOptions.refusal(args(), environment)).startsWith("paxos.peers, which is set in the systemProperties,");
    }

    @Test
    void the_flag_has_no_value() {
        assertThat(ClusterOptions.isAskedFor(args())).isTrue();
        assertThat(ClusterOptions.isAskedFor(new String[] {"--cluster=3"})).isTrue();
        assertThat(ClusterOptions.isAskedFor(new String[] {"--clusters", "cluster"})).isFalse();
        assertThat(ClusterOptions.refusal(new String[] {"--cluster=3"}, environment(Map.of())))
                .isEqualTo("--cluster takes no value.");
    }
}
