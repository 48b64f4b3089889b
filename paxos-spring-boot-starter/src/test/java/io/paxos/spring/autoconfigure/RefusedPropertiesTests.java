package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.properties.PaxosProperties;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What a property may hold, and that a refusal names the property. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedPropertiesTests {

    @TempDir
    Path dataDir;

    @ParameterizedTest
    @ValueSource(strings = {"Node1", "node_1", "node.1", "-node", "", "knöten", "node 1", "../node1", "node1\n",
        "a123456789012345678901234567890123456789012345678901234567890123"})
    void a_node_id_of_another_form(String id, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, "paxos.node-id=" + id).close());

        FailedStartTests.assertFailureReport(output).contains("\"paxos.node-id\" from property source", "must match");
        assertThat(dataDir).isEmptyDirectory();
    }

    /** A mistyped list of peers would found a cluster of one on each node. */
    @ParameterizedTest
    @ValueSource(strings = {"paxos.peer.node2=http://localhost:2", "paxos.request-timout=3s", "paxos.log.batchsize2=7",
        "paxos.nodeid1=a"})
    void a_property_that_is_none(String property, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, property).close());

        FailedStartTests.assertFailureReport(output).contains("There is no property '" + property.substring(0,
                property.indexOf('=')) + "'", "Correct the name");
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void a_secret_without_peers_is_asked_about(CapturedOutput output) {
        SmallApplication.run(dataDir, "paxos.security.shared-secret=" + "s".repeat(32)).close();
        assertThat(output)
                .containsPattern("WARN .*is a cluster of one, .*although it has a shared secret: list the nodes in paxos.peers");
    }

    @Test
    void the_longest_node_id() {
        String id = "a12345678901234567890123456789012345678901234567890123456789012";
        try (ConfigurableApplicationContext context = SmallApplication.run(dataDir, "paxos.node-id=" + id)) {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void a_blank_cluster(String cluster, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, "paxos.cluster=" + cluster).close());

        FailedStartTests.assertFailureReport(output).contains("paxos.cluster");
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void a_cluster_name_that_does_not_fit_the_store(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, "paxos.cluster=" + "x".repeat(256)).close());

        FailedStartTests.assertFailureReport(output).contains("paxos.cluster").doesNotContain("delete the whole directory");
    }

    @Test
    void a_cluster_name_of_other_letters_works() {
        try (ConfigurableApplicationContext context = SmallApplication.run(dataDir, "paxos.cluster=Bücher & Co. 東京")) {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
        }
        try (ConfigurableApplicationContext context = SmallApplication.run(dataDir, "paxos.cluster=Bücher & Co. 東京")) {
            assertThat(Calls.decisionOf(context.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice");
        }
    }

    /** {@code PAXOS_DATASOURCE_URL=} in an environment file is a way to say nothing. */
    @Test
    void a_blank_database_url_is_none() {
        try (ConfigurableApplicationContext context = SmallApplication.run(dataDir, "paxos.datasource.url=")) {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
        }
        assertThat(dataDir.resolve("node1").resolve("paxos.mv.db")).exists();
    }

    /** Spring's editor of paths asks the class path first, and a store in {@code target/classes} ends with the next build. */
    @Test
    void a_relative_data_directory_is_below_the_working_directory_whatever_the_class_path_holds() {
        String folder = "io/paxos/spring";
        assertThat(getClass().getClassLoader().getResource(folder)).as("a folder of the class path").isNotNull();

        runner().withPropertyValues("paxos.data-dir=" + folder)
                .run(context -> assertThat(context.getBean(PaxosProperties.class).dataDirectory()).isEqualTo(Path.of(folder)));
    }

    @Test
    void without_a_data_directory_or_with_a_blank_one_it_is_data_in_the_working_directory() {
        runner().run(context -> assertThat(context.getBean(PaxosProperties.class).dataDirectory().normalize())
                .isEqualTo(Path.of("data")));
        runner().withPropertyValues("paxos.data-dir=")
                .run(context -> assertThat(context.getBean(PaxosProperties.class).dataDirectory().normalize())
                        .isEqualTo(Path.of("data")));
    }

    @Test
    @Tag("P83")
    void no_text_of_the_properties_holds_a_password() {
        runner().withPropertyValues("paxos.datasource.username=app", "paxos.datasource.password=geheim")
                .run(context -> assertThat(context.getBean(PaxosProperties.class).toString()).contains("username=app")
                        .doesNotContain("geheim"));
        assertThat(new PaxosProperties.Datasource("jdbc:postgresql://host/db?password=geheim", "app", null, false).toString())
                .doesNotContain("geheim");
    }

    /** A context with the properties and a store that touches no file. */
    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class))
                .withPropertyValues("paxos.datasource.url=jdbc:h2:mem:properties", "paxos.datasource.allow-volatile=true");
    }
}
