package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.host.plain.PlainApplication;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host without a database of its own, in a process that has what the starter brings and Boot's health, but none of Boot's
 * persistence modules and security, which are here for other tests. The enforcer keeps these out of the starter's dependencies.
 */
class HostWithoutDatabaseTests {

    /** Jars of Boot that wire a persistence of the host, or its security. */
    static final Predicate<String> BOOTS_PERSISTENCE = Pattern.compile("(spring-boot-(starter-)?(jdbc|sql|jpa|hibernate|"
            + "persistence|transaction|data-commons|data-jpa|security)|HikariCP)-[0-9].*").asMatchPredicate();

    @TempDir
    Path directory;

    @Test
    void it_gets_a_node_below_its_working_directory_and_nothing_else() {
        try (ChildJvm host = ChildJvm.start(directory, ChildJvm.classPathWithout(BOOTS_PERSISTENCE), PlainApplication.class)) {
            assertThat(host.awaitExit()).as(host::output).isZero();

            assertThat(host.output()).contains("DataSource beans: []", "EntityManagerFactory beans: []",
                    "PlatformTransactionManager beans: []", "node: leader").containsPattern("health: \\[.*diskSpace.*\\]")
                    .doesNotContainPattern("health: .*\\bdb\\b");
            // DESIGN 1: no property at all, and it says where the data is
            assertThat(directory.resolve("data").resolve("node1").resolve("paxos.mv.db")).exists();
            assertThat(host.output()).doesNotContain("ERROR", "WARN", "\tat ");
        }
    }

    @Test
    void without_h2_it_reads_which_driver_is_missing() {
        List<Path> classPath = ChildJvm.classPathWithout(BOOTS_PERSISTENCE.or(name -> name.startsWith("h2-")));
        assertThat(classPath).anyMatch(path -> path.getFileName().toString().startsWith("postgresql-"));
        try (ChildJvm host = ChildJvm.start(directory, classPath, PlainApplication.class, "--paxos.data-dir=" + directory)) {
            assertThat(host.awaitExit()).as(host::output).isEqualTo(1);

            assertThat(host.output()).contains("APPLICATION FAILED TO START",
                    "There is no JDBC driver for the store of node node1 in " + directory + ".",
                    "Add the dependency com.h2database:h2 (its version is managed by Spring Boot).").doesNotContain("\tat ");
        }
    }

    /** The starter's jar is there for other nodes of the fleet; switched off, it needs no driver. */
    @Test
    void without_any_driver_a_disabled_node_harms_nobody() {
        List<Path> classPath = ChildJvm.classPathWithout(BOOTS_PERSISTENCE.or(Pattern.compile("(h2|postgresql)-.*")
                .asMatchPredicate()));
        try (ChildJvm host = ChildJvm.start(directory, classPath, DisabledHost.class)) {
            assertThat(host.awaitExit()).as(host::output).isZero();
            assertThat(host.output()).contains("started without a node");
        }
    }
}
