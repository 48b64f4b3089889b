package io.paxos.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.spring.template.AppendReceipt;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.Decision;
import io.paxos.spring.template.LogEntry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three nodes that share a secret agree over HTTP, whichever of them is asked. They have virtual threads where there are any, and
 * an application that lets nobody else in.
 */
class AgreementTests {

    private static final int LIMIT = 64 * 1024;

    @TempDir
    static Path dataDir;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.of(3, dataDir, "paxos.security.shared-secret=0123456789abcdef0123456789abcdef",
                "spring.threads.virtual.enabled=true", "paxos.request-timeout=20s").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Tag("CONS-1")
    void every_node_gives_the_first_ones_answer() {
        for (String first : cluster.nodes()) {
            Decision<String> made = cluster.template(first).decide("seat-" + first, "of-" + first);
            assertThat(made.won()).isTrue();
            for (String other : cluster.nodes()) {
                Decision<String> repeated = cluster.template(other).decide("seat-" + first, "of-" + other + "-too-late");
                assertThat(repeated.won()).as("%s after %s", other, first).isFalse();
                assertThat(repeated.value()).isEqualTo("of-" + first);
                assertThat(repeated.slot()).isEqualTo(made.slot());
            }
        }
    }

    @Test
    void one_key_is_executed_once_whichever_node_takes_it() {
        CallOptions key = CallOptions.DEFAULTS.withIdempotencyKey("order-7");
        List<AppendReceipt> receipts = cluster.nodes().stream()
                .map(node -> cluster.template(node).append("keyed", "order", key)).toList();

        assertThat(receipts).containsOnly(receipts.get(0));
        assertThat(cluster.template("node1").size("keyed")).isEqualTo(1);
    }

    @Test
    void a_read_through_any_node_sees_what_another_has_acknowledged() {
        Random random = new Random(7);
        for (int i = 1; i <= 100; i++) {
            String writer = cluster.nodes().get(random.nextInt(3));
            String reader = cluster.nodes().get(random.nextInt(3));
            cluster.template(writer).put("last", i);

            assertThat(cluster.template(reader).get("last", Integer.class).orElseThrow().value())
                    .as("write %d by %s, read by %s, seed 7", i, writer, reader).isEqualTo(i);
        }
    }

    @Test
    void concurrent_appends_through_all_nodes_stand_in_one_order() {
        List<CompletableFuture<AppendReceipt>> open = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            open.add(cluster.template(cluster.nodes().get(i % 3)).appendAsync("orders", i));
        }
        List<Long> indexes = open.stream().map(AgreementTests::join).map(AppendReceipt::index).sorted().toList();
        List<LogEntry<Integer>> seen = cluster.template("node1").read("orders", 0, 1_000, Integer.class);

        assertThat(indexes).isEqualTo(LongStream.range(0, 600).boxed().toList());
        for (int i = 0; i < 600; i++) {
            assertThat(seen.get(Math.toIntExact(join(open.get(i)).index())).value()).isEqualTo(i);
        }
        for (String node : cluster.nodes()) {
            assertThat(cluster.template(node).read("orders", 0, 1_000, Integer.class)).isEqualTo(seen);
        }
    }

    @Test
    void a_value_may_be_as_large_as_the_limit_and_not_larger() {
        byte[] largest = new byte[LIMIT];
        Arrays.fill(largest, (byte) 'x');
        for (String node : cluster.nodes()) {
            assertThat(cluster.template(node).decide("largest-" + node, largest).won()).isTrue();
            assertThat(cluster.template(node).compareAndSet("largest", node.equals("node1") ? null : largest, largest).updated())
                    .isTrue();
            assertThatThrownBy(() -> cluster.template(node).decide("larger-" + node, new byte[LIMIT + 1]))
                    .isInstanceOfSatisfying(NotExecutedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.VALUE_TOO_LARGE));
        }
        assertThat(cluster.template("node1").decision("largest-node3", byte[].class).orElseThrow().value()).isEqualTo(largest);
        assertThat(cluster.template("node3").decision("larger-node1", byte[].class)).isEmpty();
    }

    /** Two hundred values of 64 KB, 12.8 MB, are many bodies and many batches; no heartbeat waits behind them. */
    @Test
    @Tag("P45")
    void a_flood_of_large_values_passes_and_causes_no_election() {
        String leader = cluster.awaitLeader();
        Ballot ballot = cluster.status(leader).ballot();
        for (String node : List.of(leader, cluster.follower())) {
            String log = "large-by-" + (node.equals(leader) ? "leader" : "follower");
            List<CompletableFuture<AppendReceipt>> open = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] value = new byte[LIMIT];
                Arrays.fill(value, (byte) i);
                open.add(cluster.template(node).appendAsync(log, value));
            }
            for (int i = 0; i < 200; i++) {
                byte[] read = cluster.template("node2").read(log, join(open.get(i)).index(), 1, byte[].class).get(0).value();
                assertThat(read).hasSize(LIMIT).containsOnly(i);
            }
            assertThat(cluster.template("node1").size(log)).isEqualTo(200);
        }
        assertThat(cluster.status(leader).ballot()).isEqualTo(ballot);
    }

    @Test
    void health_and_readiness_are_up_on_every_node() {
        String leader = cluster.awaitLeader();
        for (String node : cluster.nodes()) {
            JsonNode health = json(cluster.get(node, "/actuator/health"), 200);
            assertThat(health.at("/components/paxos/status").asString()).isEqualTo("UP");
            assertThat(health.at("/components/paxos/details/leader").asString()).isEqualTo(leader);
            assertThat(json(cluster.get(node, "/actuator/health/readiness"), 200).at("/status").asString()).isEqualTo("UP");
            assertThat(json(cluster.get(node, "/actuator/health/liveness"), 200).at("/status").asString()).isEqualTo("UP");
        }
    }

    @Test
    void the_endpoint_shows_how_the_leader_stands_and_how_it_sees_the_others() {
        String leader = cluster.awaitLeader();
        cluster.template(leader).put("seen", 1);
        JsonNode report = json(cluster.get(leader, "/actuator/paxos"), 200);

        assertThat(report.at("/node").asString()).isEqualTo(leader);
        assertThat(report.at("/cluster").asString()).isEqualTo("default");
        assertThat(report.at("/running").asBoolean()).isTrue();
        assertThat(report.at("/role").asString()).isEqualTo("leader");
        assertThat(report.at("/leader").asString()).isEqualTo(leader);
        assertThat(report.at("/serving").asBoolean()).isTrue();
        assertThat(report.at("/ballot")).isEqualTo(report.at("/promised"));
        assertThat(report.at("/ballot/node").asString()).isEqualTo(leader);
        assertThat(report.at("/chosenUpTo").asLong()).isPositive().isEqualTo(report.at("/applied").asLong());
        assertThat(report.at("/founding").asString()).isEqualTo("founded");
        assertThat(report.at("/quorumMargin").asInt(-1)).isEqualTo(1);
        assertThat(report.at("/peers").valueStream().map(peer -> peer.at("/node").asString()).toList())
                .isEqualTo(cluster.nodes().stream().filter(node -> !node.equals(leader)).toList());
        report.at("/peers").forEach(peer -> {
            assertThat(peer.at("/url").asString()).isEqualTo(cluster.peerUrlOf(peer.at("/node").asString()));
            assertThat(peer.at("/lastContactMillis").asLong(-1)).isBetween(0L, 1_000L);
            assertThat(peer.at("/lag").asLong(-1)).isBetween(0L, report.at("/chosenUpTo").asLong());
        });
    }

    @Test
    void the_endpoint_of_a_follower_names_its_leader() {
        String leader = cluster.awaitLeader();
        JsonNode report = json(cluster.get(cluster.follower(), "/actuator/paxos"), 200);

        assertThat(report.at("/role").asString()).isEqualTo("follower");
        assertThat(report.at("/leader").asString()).isEqualTo(leader);
        assertThat(report.at("/serving").asBoolean(true)).isFalse();
        assertThat(report.at("/ballot/node").asString()).isEqualTo(leader);
        assertThat(report.has("quorumMargin") && !report.get("quorumMargin").isNull()).isFalse();
        assertThat(report.at("/peers").size()).isEqualTo(2);
        report.at("/peers").forEach(peer -> assertThat(peer.has("lag") && !peer.get("lag").isNull()).isFalse());
    }

    @Test
    void the_peer_endpoint_knows_nobody_without_the_secret() {
        for (String path : List.of("/paxos/v1/messages", "/paxos/v1/messages/", "/paxos/v1", "/paxos/v1/other")) {
            HttpResponse<String> got = cluster.get("node1", path);
            assertThat(got.statusCode()).as(path).isEqualTo(path.equals("/paxos/v1/messages") ? 405 : 404);
            assertThat(got.headers().firstValue("Content-Type")).as(path).hasValue("application/problem+json");
        }
        HttpResponse<String> unsigned = TestCluster.exchange(HttpRequest
                .newBuilder(URI.create(cluster.peerUrlOf("node1") + "/paxos/v1/messages"))
                .header("Content-Type", "application/json").header("Paxos-From", "node2").header("Paxos-To", "node1")
                .header("Paxos-Lane", "control").POST(HttpRequest.BodyPublishers.ofString("[]")));
        assertThat(unsigned.statusCode()).isEqualTo(403);
    }

    /** A host that says nothing of it keeps its connections open. */
    @Test
    void the_server_does_not_end_a_connection_after_a_hundred_requests() {
        for (String node : cluster.nodes()) {
            assertThat(TestCluster.keepAliveRequests(cluster.context(node))).containsExactly(-1);
        }
    }

    @Test
    void threads_are_named_after_their_node_and_those_that_talk_to_peers_are_virtual_where_they_can_be() {
        boolean canBeVirtual = Runtime.version().feature() >= 21;
        for (String node : cluster.nodes()) {
            List<String> platform = Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
            assertThat(platform).contains("paxos-" + node + "-protocol", "paxos-" + node + "-store", "paxos-" + node + "-hold");
            assertThat(platform.stream().anyMatch(name -> name.startsWith("paxos-" + node + "-peer-")))
                    .isNotEqualTo(canBeVirtual);
        }
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.builder().build().readTree(response.body());
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(TestCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
