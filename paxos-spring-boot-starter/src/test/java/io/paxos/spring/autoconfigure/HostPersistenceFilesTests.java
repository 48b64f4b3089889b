package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.host.hooks.AllIsChanged;
import com.example.host.hooks.NothingIsAdded;
import com.example.host.plain.PlainApplication;
import io.paxos.core.driver.ReplicaDriver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a host's class path says of the host's own persistence says nothing of the node's unit. */
class HostPersistenceFilesTests {

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("META-INF/orm.xml", """
                        <entity-mappings xmlns="https://jakarta.ee/xml/ns/persistence/orm" version="3.2">
                            <named-query name="Customer.everybody"><query>select c from Customer c</query></named-query>
                            <package>com.example.host.entities</package>
                            <entity class="Customer"/>
                        </entity-mappings>
                        """),
                Arguments.of("META-INF/persistence.xml", """
                        <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.2">
                            <persistence-unit name="host" transaction-type="JTA">
                                <jta-data-source>java:comp/env/jdbc/host</jta-data-source>
                                <class>com.example.host.entities.Customer</class>
                            </persistence-unit>
                        </persistence>
                        """),
                Arguments.of("hibernate.properties", """
                        hibernate.globally_quoted_identifiers=true
                        hibernate.default_schema=host
                        hibernate.connection.provider_disables_autocommit=true
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_file_of_the_hosts_persistence_is_not_the_nodes(String file, String content) throws IOException {
        try (ChildJvm host = ChildJvm.start(directory, classPathWith(file, content), PlainApplication.class)) {
            assertThat(host.awaitExit()).as(host::output).isZero();
            assertThat(host.output()).contains("node: leader");
        }
    }

    private List<Path> classPathWith(String file, String content) throws IOException {
        Path hostClasses = directory.resolve("classes");
        Path written = hostClasses.resolve(file);
        Files.createDirectories(written.getParent());
        Files.writeString(written, content);
        List<Path> classPath = new ArrayList<>(List.of(hostClasses));
        classPath.addAll(ChildJvm.classPathWithout(HostWithoutDatabaseTests.BOOTS_PERSISTENCE));
        return classPath;
    }

    static Stream<Arguments> hooks() {
        return Stream.of(
                Arguments.of("META-INF/services/org.hibernate.integrator.spi.Integrator", NothingIsAdded.class.getName()),
                Arguments.of("hibernate.properties", "hibernate.session_factory.interceptor=" + AllIsChanged.class.getName()));
    }

    /** The second start reads what the first one wrote, and would refuse a row that is missing or was changed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hooks")
    void what_a_host_hangs_into_hibernate_does_not_reach_the_votes(String file, String content) throws IOException {
        List<Path> classPath = classPathWith(file, content);
        for (int start = 0; start < 2; start++) {
            try (ChildJvm host = ChildJvm.start(directory, classPath, PlainApplication.class)) {
                assertThat(host.awaitExit()).as(host::output).isZero();
                assertThat(host.output()).contains("host: hooked in").contains("node: leader");
            }
        }
    }

    /** Boot's developer tools load the host's classes, and only these, by a loader of their own. */
    @Test
    void a_host_with_a_class_loader_of_its_own_has_a_node_like_any_other() throws IOException {
        try (URLClassLoader restarted = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class))
                    .withClassLoader(restarted).withPropertyValues("paxos.data-dir=" + directory, "paxos.node-id=loader1")
                    .run(context -> Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice"));
        }
    }
}
