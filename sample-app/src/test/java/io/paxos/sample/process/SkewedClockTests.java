package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.sample.process.Api.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What the time of day says is of no matter: two nodes begin at the same moment of another year, the third is an hour ahead, and
 * then all are started again with clocks that were set back. Skipped where {@code faketime} is not installed.
 *
 * <p>With {@code -Dpaxos.clocks.frozen=true} the two see the same moment for ever. That takes minutes, as a JVM whose clocks are
 * faked in that way starts ten times as slowly.
 */
@ExtendWith(SharedCluster.class)
class SkewedClockTests {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final boolean FROZEN = Boolean.getBoolean("paxos.clocks.frozen");

    /** In a year that is not reached otherwise, so that the way back to the true time is a long one. */
    private static final ZonedDateTime MOMENT = ZonedDateTime.parse("2035-05-05T05:05:05Z");

    private final ProcessCluster cluster;
    private final List<Ballot> ballots = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    SkewedClockTests(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void trueTime() {
        cluster.nodes().forEach(node -> cluster.process(node).setEnvironment(Map.of()));
        cluster.close();
    }

    @Test
    @Tag("P39")
    @Tag("CONS-4")
    void no_ballot_is_issued_twice_whatever_the_clocks_say() {
        String library = library();
        assumeThat(library).as("faketime is installed").isNotNull();
        for (ZonedDateTime moment : List.of(MOMENT, MOMENT.minusHours(1))) {
            cluster.close();
            setClock("node1", library, moment, FROZEN);
            setClock("node2", library, moment, FROZEN);
            setClock("node3", library, moment.plusHours(1), false);
            cluster.start();
            assertThat(timeAt("node1")).isBetween(moment, moment.plusMinutes(FROZEN ? 0 : 30));
            assertThat(timeAt("node2")).isBetween(moment, moment.plusMinutes(FROZEN ? 0 : 30));
            assertThat(timeAt("node3")).isBetween(moment.plusHours(1), moment.plusMinutes(90));
            lead();
        }
        trueTime();
        cluster.start();
        assertThat(timeAt("node1")).isBefore(MOMENT.minusYears(1));
        lead();

        assertThat(ballots).as("in the order of the starts").isSorted().doesNotHaveDuplicates();
        for (String node : cluster.nodes()) {
            assertThat(cluster.api().log(cluster.port(node), "skewed", "linearizable")).isEqualTo(values);
        }
    }

    /** Some work at each node, in the ballot that is noted. */
    private void lead() {
        JsonNode ballot = ProcessCluster.within(NodeProcess.PATIENCE).until(this::ballot, Optional::isPresent).orElseThrow();
        ballots.add(new Ballot(ballot.required("epoch").asLong(), ballot.required("round").asLong(),
                NodeId.of(ballot.required("node").asString())));
        for (String node : cluster.nodes()) {
            String value = "skewed-" + values.size();
            values.add(value);
            cluster.api().untilAcknowledged(Write.append("skewed", value, value), null, () -> cluster.port(node));
        }
    }

    private Optional<JsonNode> ballot() {
        JsonNode report = cluster.report(cluster.awaitLeader());
        return Optional.ofNullable(report).filter(now -> now.required("serving").asBoolean()).map(now -> now.required("ballot"));
    }

    private ZonedDateTime timeAt(String node) {
        Reply reply = cluster.api().get(cluster.port(node), "/actuator/health/liveness");
        return ZonedDateTime.parse(reply.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private void setClock(String node, String library, ZonedDateTime moment, boolean frozen) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("LD_PRELOAD", library);
        variables.put("FAKETIME", (frozen ? "" : "@") + LOCAL.format(moment));
        variables.put("NO_FAKE_STAT", "1");
        variables.put("TZ", "UTC");
        if (frozen) {
            variables.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        cluster.process(node).setEnvironment(variables);
    }

    /** What {@code faketime} loads into a process to change its clock; null if it is not installed. */
    private static @Nullable String library() {
        try {
            Process environment = new ProcessBuilder("faketime", "-f", "+1h", "env").redirectErrorStream(true).start();
            String output = new String(environment.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(environment.waitFor()).as(output).isZero();
            return output.lines().filter(line -> line.startsWith("LD_PRELOAD=")).findFirst().orElseThrow()
                    .substring("LD_PRELOAD=".length());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
