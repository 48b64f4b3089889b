package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.StorageId;
import io.paxos.spring.jpa.JpaAcceptorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractCharSequenceAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What people read when an application does not start: a sentence with the place and one with the advice, and no stack trace.
 * Another application of the same process works all the time.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

    private static ConfigurableApplicationContext bystander;
    private static int calls;

    @TempDir
    Path dataDir;

    @BeforeAll
    static void start_a_bystander(@TempDir Path elsewhere) {
        bystander = SmallApplication.run(elsewhere, "paxos.node-id=bystander");
    }

    @AfterAll
    static void stop_the_bystander() {
        bystander.close();
    }

    @AfterEach
    void the_bystander_works() {
        calls++;
        Calls.requireWon(bystander.getBean(ReplicaDriver.class), "call-" + calls, "done");
    }

    @Test
    @Tag("P22")
    void a_second_application_on_one_store(CapturedOutput output) throws IOException {
        try (ConfigurableApplicationContext first = SmallApplication.run(dataDir)) {
            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");

            requireRefused(output);

            assertThat(output).contains(
                    "The store in " + storeOf("node1") + " is in use by another application context of this process.",
                    "tests want a paxos.data-dir of their own for each application context.");
            assertThat(Calls.decisionOf(first.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice");
            Calls.requireWon(first.getBean(ReplicaDriver.class), "after", "bob");
        }
        try (ConfigurableApplicationContext next = SmallApplication.run(dataDir)) {
            assertThat(Calls.decisionOf(next.getBean(ReplicaDriver.class), "after")).isEqualTo("bob");
        }
    }

    @Test
    @Tag("P22")
    void a_second_application_on_the_same_directory_under_another_name(@TempDir Path elsewhere, CapturedOutput output)
            throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), dataDir);
        try (ConfigurableApplicationContext first = SmallApplication.run(dataDir)) {
            assertThatThrownBy(() -> SmallApplication.run(link).close());

            assertFailureReport(output).contains(storeOf("node1") + " is in use by another application context");
            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");
        }
    }

    @Test
    void two_nodes_share_a_data_directory() {
        try (ConfigurableApplicationContext first = SmallApplication.run(dataDir);
                ConfigurableApplicationContext second = SmallApplication.run(dataDir, "paxos.node-id=node2")) {
            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");
            Calls.requireWon(second.getBean(ReplicaDriver.class), "seat", "bob");
        }
    }

    @Test
    @Tag("P16")
    void a_volatile_database_that_nobody_allowed(CapturedOutput output) throws IOException {
        requireRefused(output, "paxos.datasource.url=jdbc:h2:mem:forgetful");

        assertThat(output).contains("paxos.datasource.url names a database in memory",
                "paxos.datasource.allow-volatile=true");
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    @Tag("P16")
    void a_volatile_database_that_somebody_allowed_works_and_forgets() {
        String[] properties = {"paxos.datasource.url=jdbc:h2:mem:allowed", "paxos.datasource.allow-volatile=true"};
        try (ConfigurableApplicationContext first = SmallApplication.run(dataDir, properties)) {
            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");
        }
        try (ConfigurableApplicationContext second = SmallApplication.run(dataDir, properties)) {
            assertThat(Calls.decisionOf(second.getBean(ReplicaDriver.class), "seat")).isNull();
        }
        assertThat(dataDir).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://somewhere/paxos?password=geheim", "jdbc:h2:tcp://somewhere/paxos;PASSWORD=geheim",
        "jdbc:hsqldb:mem:geheim", "geheim"})
    @Tag("P83")
    void a_database_that_is_not_known_to_keep_anything(String url, CapturedOutput output) throws IOException {
        requireRefused(output, "paxos.datasource.url=" + url);

        assertThat(output).contains("paxos.datasource.url names a database that is not known to keep", "jdbc:postgresql://");
        assertThat(output).doesNotContain("password=geheim", "PASSWORD=geheim");
    }

    @Test
    @Tag("P17")
    void a_missing_database_file(CapturedOutput output) throws IOException {
        SmallApplication.run(dataDir).close();
        Files.delete(storeOf("node1").resolve("paxos.mv.db"));

        requireRefused(output);

        assertThat(output).contains("The database file of the store ", " is missing in " + storeOf("node1"),
                "Put back the very files");
        assertThat(storeOf("node1").resolve("paxos.mv.db")).doesNotExist();
    }

    @Test
    @Tag("P17")
    void a_database_of_another_origin(@TempDir Path elsewhere, CapturedOutput output) throws IOException {
        SmallApplication.run(dataDir).close();
        SmallApplication.run(elsewhere).close();
        Files.delete(storeOf("node1").resolve("paxos.mv.db"));
        Files.copy(elsewhere.resolve("node1").resolve("paxos.mv.db"), storeOf("node1").resolve("paxos.mv.db"));

        requireRefused(output);

        assertThat(output).contains("The database in " + storeOf("node1") + " holds the store ", "the file was swapped",
                "Put back the very files");
    }

    @Test
    @Tag("P25")
    void a_copy_of_the_store_of_another_node(CapturedOutput output) throws IOException {
        SmallApplication.run(dataDir).close();
        copy(storeOf("node1"), dataDir.resolve("node2"));

        requireRefused(output, "paxos.node-id=node2");

        assertThat(output).contains(
                "The store belongs to node node1 of cluster 'default', and this is node node2 of cluster 'default'",
                storeOf("node2").toString(), "paxos.node-id");
        try (ConfigurableApplicationContext rightful = SmallApplication.run(dataDir)) {
            Calls.requireWon(rightful.getBean(ReplicaDriver.class), "seat", "alice");
        }
    }

    @Test
    @Tag("P26")
    void a_store_of_another_cluster(CapturedOutput output) throws IOException {
        SmallApplication.run(dataDir, "paxos.cluster=orders").close();

        requireRefused(output, "paxos.cluster=invoices");

        assertThat(output).contains(
                "The store belongs to node node1 of cluster 'orders', and this is node node1 of cluster 'invoices'",
                storeOf("node1").toString(), "paxos.cluster");
    }

    @Test
    @Tag("P27")
    void a_store_that_others_have_founded(CapturedOutput output) throws IOException {
        NodeId self = NodeId.of("node1");
        NodeId other = NodeId.of("node2");
        foundStore(self, FoundingPlan.majority("default", List.of(self, other)), Map.of(other, new StorageId(7, 7)));

        requireRefused(output);

        assertThat(output).contains("was founded as [node1, node2], configured [node1]", "paxos.peers", "paxos.data-dir");
        // the data directory alone tells people which store is meant
        assertThat(descriptionIn(output)).contains(storeOf("node1").toString());
    }

    @Test
    @Tag("P23")
    void a_store_that_is_not_among_its_own_founders(CapturedOutput output) throws IOException {
        NodeId self = NodeId.of("node1");
        NodeId other = NodeId.of("node2");
        foundStore(self, FoundingPlan.majority("default", List.of(other)), Map.of(other, new StorageId(7, 7)));

        requireRefused(output);

        assertThat(output).contains("was founded by [node2], and is not the store of node1 among them: it was copied or renamed");
    }

    @Test
    void a_data_directory_with_a_semicolon(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir.resolve("a;CACHE_SIZE=1")).close());

        assertFailureReport(output).contains("contains a ';'", dataDir.resolve("a;CACHE_SIZE=1").toString(),
                "Set paxos.data-dir to a path without ';'.");
        assertThat(dataDir).as("what is refused leaves nothing behind").isEmptyDirectory();
    }

    @Test
    void a_data_directory_that_is_a_file(CapturedOutput output) throws IOException {
        Path file = Files.writeString(dataDir.resolve("file"), "not a directory");

        assertThatThrownBy(() -> SmallApplication.run(file).close());

        assertFailureReport(output).contains(file.toString(), "paxos.data-dir");
    }

    private void requireRefused(CapturedOutput output, String... properties) throws IOException {
        String node = Stream.of(properties).filter(property -> property.startsWith("paxos.node-id="))
                .map(property -> property.substring("paxos.node-id=".length())).findFirst().orElse("node1");
        List<String> threads = Calls.threadsOf(node);

        assertThatThrownBy(() -> SmallApplication.run(dataDir, properties).close());

        assertFailureReport(output);
        assertThat(Calls.threadsOf(node)).isEqualTo(threads);
    }

    /** Boot's report of a failure that somebody has explained; without it, there would be a stack trace. */
    static AbstractCharSequenceAssert<?, ?> assertFailureReport(CapturedOutput output) {
        return assertThat(output).contains("APPLICATION FAILED TO START", "Description:", "Action:").doesNotContain("\tat ");
    }

    private static String descriptionIn(CapturedOutput output) {
        String all = output.getAll();
        return all.substring(all.indexOf("Description:"), all.indexOf("Action:"));
    }

    private Path storeOf(String node) throws IOException {
        return dataDir.toRealPath().resolve(node);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Makes the store of a node that was founded with others, as the configuration of one node alone cannot. */
    private void foundStore(NodeId self, FoundingPlan plan, Map<NodeId, StorageId> others) {
        try (JpaAcceptorStore store = JpaAcceptorStore.of("default", "default", self, dataDir, null, null, null, false)) {
            StorageId own = store.open().storage();
            Map<NodeId, StorageId> stores = new TreeMap<>(others);
            if (plan.nodes().contains(self)) {
                stores.put(self, own);
            }
            store.persist(new AcceptorWrite(1, new Meta(Ballot.NONE, 0, new Binding(plan.foundersWith(stores), true)),
                    List.of(), List.of()));
        }
    }
}
