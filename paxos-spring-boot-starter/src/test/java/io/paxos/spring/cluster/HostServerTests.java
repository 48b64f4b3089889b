package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the host does with its web server. */
@ExtendWith(OutputCaptureExtension.class)
class HostServerTests {

    @TempDir
    Path dataDir;

    /** Tomcat asks no filter for a path that no servlet is mapped to. */
    @Test
    void no_servlet_of_the_hosts_needs_to_be_there_for_the_paths_of_the_peers() {
        try (TestCluster cluster = TestCluster.of(3, dataDir, "spring.mvc.servlet.path=/app").start()) {
            assertThat(cluster.template(cluster.follower()).decide("seat", "alice").won()).isTrue();
            assertThat(cluster.get("node1", "/paxos/v1/messages").statusCode()).isEqualTo(405);
            assertThat(cluster.get("node1", "/elsewhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_node_that_listens_elsewhere_than_its_peers_are_told_says_so(CapturedOutput output) {
        try (TestCluster cluster = TestCluster.of(3, dataDir)) {
            cluster.start("node1");
            assertThat(output).doesNotContain("they will not reach it");
            cluster.start("node2", "server.port=0");

            assertThat(output).contains(
                    "paxos.peers.node2 is " + cluster.peerUrlOf("node2") + ", and node2 answers peers on port ",
                    ": they will not reach it");
        }
    }
}
