package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What people read when the configuration is refused: what is wrong, where it was set and what to do. Nothing was started. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedConfigurationTests {

    private static final String NODE1 = "paxos.peers.node1=http://localhost:8081";

    @TempDir
    Path dataDir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "paxos.peers.Node2=http://localhost:8082|The key paxos.peers.Node2 is not paxos.peers.<node id>.",
        "paxos.peers.node_2=http://localhost:8082|The key paxos.peers.node_2 is not paxos.peers.<node id>.",
        "paxos.peers.node 2=http://localhost:8082|The key paxos.peers.node 2 is not paxos.peers.<node id>.",
        "paxos.peers.[node 2]=http://localhost:8082|The key paxos.peers.[node 2] is not paxos.peers.<node id>.",
        "paxos.peers.a.b=http://localhost:8082|The key paxos.peers.a.b is not paxos.peers.<node id>.",
        "paxos.peers[0]=http://localhost:8082|The key paxos.peers[0] is not paxos.peers.<node id>.",
        "paxos.peers=http://localhost:8082|paxos.peers has a value of its own, and a list of peers has none.",
        "paxos.peers.node2=|paxos.peers.node2 has no URL.",
        "paxos.peers.node2=localhost:8082|paxos.peers.node2 is 'localhost:8082', which does not begin with http://",
        "paxos.peers.node2=http://LOCALHOST:8081/|paxos.peers.node1 and paxos.peers.node2 have the same URL, http://",
        "paxos.node-id=node9|paxos.node-id is node9, and paxos.peers lists only [node1].",
        "paxos.peers.node2=http://node2:8082|paxos.peers.node2 is not on this machine for certain (http://node2:8082)",
        "paxos.election.timeout=249ms|paxos.election.timeout is 249ms, which is less than 5 times paxos.election.heartbeat",
        "paxos.transport.hold=2s|paxos.transport.hold is 2000ms, which is not below paxos.transport.read-timeout (1000ms).",
        "paxos.limits.value=1MB|paxos.limits.value is 1MB, which is not between 1B and 480KB.",
        "paxos.log.batch-bytes=1B|paxos.log.batch-bytes is 1B, which is not between 1KB and 2MB.",
        "paxos.log.queue-bytes=1KB|paxos.log.queue-bytes is 1KB, which does not hold"})
    void the_report_says_what_is_wrong_and_where_it_was_set(String property, String what, CapturedOutput output) {
        String name = property.substring(0, property.indexOf('='));

        assertThatThrownBy(() -> SmallApplication.run(dataDir, NODE1, property).close());

        FailedStartTests.assertFailureReport(output).contains(what)
                .contains("\"" + name + "\" from property source \"commandLineArgs\"");
        assertThat(dataDir).isEmptyDirectory();
    }

    /** Without another key below it, the binding itself would fail, in the words of a converter. */
    @Test
    void a_value_for_all_peers_together_and_nothing_else(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, "paxos.peers=http://localhost:8081").close());

        FailedStartTests.assertFailureReport(output)
                .contains("paxos.peers has a value of its own, and a list of peers has none.");
    }

    @Test
    void a_file_is_named_with_the_line(@TempDir Path elsewhere, CapturedOutput output) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("more.yaml"), "paxos:\n  peers:\n    node1: a\n    node_2: b\n");

        assertThatThrownBy(() -> SmallApplication.run(dataDir, "spring.config.import=file:" + file).close());

        FailedStartTests.assertFailureReport(output).contains("The key paxos.peers.node_2 is not", "more.yaml", " - 4:13");
    }

    @ParameterizedTest
    @CsvSource({"paxos.node-id=NODE, \"paxos.node-id\"", "paxos.election.heartbeat=1ms, paxos.election.heartbeat",
        "paxos.transport.in-flight=0, paxos.transport.inFlight", "paxos.transport.port=70000, paxos.transport.port",
        "paxos.log.queue-size=0, paxos.log.queueSize", "paxos.request-timeout=0s, paxos.requestTimeout",
        "paxos.log.batch-bytes=many, paxos.log.batch-bytes"})
    void a_value_out_of_its_own_bounds(String property, String name, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, property).close());

        FailedStartTests.assertFailureReport(output).contains(name);
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    @Tag("P16")
    void a_volatile_store_among_peers(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, NODE1, "paxos.peers.node2=http://localhost:8082",
                "paxos.datasource.allow-volatile=true", "paxos.datasource.url=jdbc:h2:mem:peers").close());

        FailedStartTests.assertFailureReport(output).contains("paxos.datasource.allow-volatile is true, and a node that forgets");
    }

    @Test
    @Tag("P79")
    void without_a_secret_it_reads_the_line_to_add(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, NODE1, "paxos.peers.node2=http://10.0.0.2:8082").close());

        FailedStartTests.assertFailureReport(output).contains("\n    paxos.security.shared-secret: ${PAXOS_SECRET}\n");
    }

    @Test
    @Tag("P83")
    void the_variable_of_the_secret_is_named(CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir,
                "paxos.security.shared-secret=${PAXOS_SECRET_OF_THIS_TEST}").close());

        FailedStartTests.assertFailureReport(output)
                .contains("paxos.security.shared-secret has no value: the variable PAXOS_SECRET_OF_THIS_TEST is not set.")
                .contains("Set PAXOS_SECRET_OF_THIS_TEST in the environment of this process.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"paxos.security.shared-secret=geheim",
        "paxos.security.shared-secret=geheim-geheim-geheim-geheim-${!geheim}",
        "paxos.peers.node2=http://alice:geheim@localhost:1", "paxos.peers.node2=http://localhost/?token=geheim",
        "paxos.peers.node2=alice:geheim@10.0.0.2"})
    @Tag("P83")
    void no_secret_is_in_what_is_written(String property, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, NODE1, property, "logging.level.io.paxos=DEBUG").close());

        FailedStartTests.assertFailureReport(output).doesNotContain("geheim");
    }

    /** Other things are wrong as well, and their reports say nothing of it. */
    @ParameterizedTest
    @CsvSource({"paxos.node-id=NODE", "paxos.election.timeout=60ms", "paxos.peers.node_2=a", "paxos.limits.value=many"})
    @Tag("P83")
    void no_secret_is_in_the_report_of_another_failure(String property, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, property, "paxos.datasource.password=geheim",
                "paxos.security.shared-secret=geheim-geheim-geheim-geheim-geheim").close());

        FailedStartTests.assertFailureReport(output).doesNotContain("geheim");
    }
}
