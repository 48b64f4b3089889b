package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Nodes {@code node1}, {@code node2} and {@code node3}, each a process of its own; the ports stay the same over all their lives.
 */
final class ProcessCluster implements AutoCloseable {

    private static final List<String> NODES = List.of("node1", "node2", "node3");

    private static final int TAIL_LINES = 60;

    private final Path directory;
    private final TreeMap<String, Integer> ports = new TreeMap<>();
    private final TreeMap<String, NodeProcess> processes = new TreeMap<>();
    private final Api api = new Api();

    /**
     * Prepares three nodes; none runs yet.
     *
     * @param name of the directory below {@code target} where they keep all they have; it is made anew
     */
    ProcessCluster(String name) {
        directory = newDirectory(name);
        SortedSet<Integer> free = freePorts(NODES.size());
        for (String node : NODES) {
            int port = free.first();
            free.remove(port);
            ports.put(node, port);
        }
        List<String> peers = ports.entrySet().stream()
                .map(node -> "--paxos.peers." + node.getKey() + "=http://localhost:" + node.getValue()).toList();
        ports.forEach((node, port) -> {
            List<String> arguments = new ArrayList<>(peers);
            arguments.addAll(List.of("--server.port=" + port, "--paxos.node-id=" + node,
                    "--paxos.data-dir=" + directory.resolve("data")));
            processes.put(node, new NodeProcess(node, directory, arguments));
        });
    }

    /** An empty directory below {@code target}, absolute; what an earlier run left there has gone. */
    static Path newDirectory(String name) {
        Path path = Path.of("target", "processes", name).toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(path);
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ports that are free, below those that the system gives to outgoing connections: one of these could take the port of a node
     * that was just killed, and even be connected to itself.
     */
    static SortedSet<Integer> freePorts(int count) {
        SortedSet<Integer> free = new TreeSet<>();
        while (free.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                free.add(socket.getLocalPort());
            } catch (IOException e) {
                // it is taken
            }
        }
        return free;
    }

    /** Starts all nodes that do not run, and returns when one leads and all others follow it. */
    ProcessCluster start() {
        processes.values().stream().filter(process -> !process.isAlive()).forEach(NodeProcess::start);
        awaitLeader();
        return this;
    }

    /** The ids of all nodes, whether they run or not. */
    List<String> nodes() {
        return NODES;
    }

    /** The nodes but one. */
    List<String> nodesBut(String node) {
        return NODES.stream().filter(other -> !other.equals(node)).toList();
    }

    int port(String node) {
        return ports.get(node);
    }

    /** The port of one of the nodes, whether it runs or not. */
    int anyPort() {
        return port(NODES.get(ThreadLocalRandom.current().nextInt(NODES.size())));
    }

    NodeProcess process(String node) {
        return processes.get(node);
    }

    Api api() {
        return api;
    }

    /** How a node stands, if it answers. */
    @Nullable JsonNode report(String node) {
        Reply reply = process(node).isAlive() ? api.get(port(node), "/actuator/paxos") : null;
        return reply != null && reply.status() == 200 ? reply.json() : null;
    }

    /** The node that leads and serves at the moment; null if there is none. Two may say so, and the first of them is found. */
    @Nullable String leader() {
        for (String node : NODES) {
            JsonNode report = report(node);
            if (report != null && report.required("serving").asBoolean() && node.equals(report.required("leader").asString())) {
                return node;
            }
        }
        return null;
    }

    /** Waits until one node leads and serves, and all that run follow it. */
    String awaitLeader() {
        return within(NodeProcess.PATIENCE).until(this::agreedLeader, leader -> leader != null);
    }

    private @Nullable String agreedLeader() {
        String leader = leader();
        for (String node : NODES) {
            if (leader == null || process(node).isAlive() && !follows(node, leader)) {
                return null;
            }
        }
        return leader;
    }

    private boolean follows(String node, String leader) {
        JsonNode report = report(node);
        return report != null && leader.equals(report.required("leader").asString(""));
    }

    /** Returns when all nodes have applied the same, and know of nothing more. */
    void awaitSameApplied() {
        within(NodeProcess.PATIENCE).until(() -> {
            SortedSet<Long> numbers = new TreeSet<>();
            for (String node : NODES) {
                JsonNode report = report(node);
                if (report == null) {
                    return false;
                }
                numbers.add(report.required("applied").asLong());
                numbers.add(report.required("chosenUpTo").asLong());
            }
            return numbers.size() == 1;
        });
    }

    /** A condition of this cluster that will soon hold. */
    static ConditionFactory within(Duration bound) {
        return await().atMost(bound).pollInterval(Duration.ofMillis(50));
    }

    /** Fails if there is a line at ERROR in the log of any node. */
    void mustHaveLoggedNoError() {
        assertThat(processes.values()).flatExtracting(NodeProcess::errors).isEmpty();
    }

    /** The last lines of all nodes. */
    String tails() {
        return processes.values().stream().map(process -> process.tail(TAIL_LINES)).collect(Collectors.joining("\n"));
    }

    /** Kills all nodes that run. What they wrote stays, for whoever looks into a failure. */
    @Override
    public void close() {
        processes.values().forEach(NodeProcess::close);
    }
}
