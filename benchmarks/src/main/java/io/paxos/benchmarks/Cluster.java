package io.paxos.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes as processes of their own, on free ports of the loopback. */
final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Leads leads;

    /** How to see whether a node leads. */
    interface Leads {

        /** The ballot in which it leads and answers calls, or {@link NodeState#NOT_LEADING}. */
        String of(NodeProcess node) throws InterruptedException;
    }

    /**
     * Who leads.
     *
     * @param ballot in which it does; another one in spite of the same node means that the leader changed meanwhile
     */
    record Leader(NodeProcess node, String ballot) {
    }

    private Cluster(Leads leads) {
        this.leads = leads;
    }

    /**
     * Starts the processes and does not wait for them.
     *
     * @param dir where their data and logs are to lie
     * @param program arguments of {@code java} up to those of the application
     */
    static Cluster start(int size, Path dir, List<String> jvm, List<String> program, boolean isOurs, Leads leads)
            throws IOException {
        List<Integer> ports = freePorts(size);
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < size && size > 1; i++) {
            peers.add("--paxos.peers.node" + (i + 1) + "=http://127.0.0.1:" + ports.get(i));
        }
        Cluster cluster = new Cluster(leads);
        try {
            for (int i = 0; i < size; i++) {
                String name = "node" + (i + 1);
                List<String> command = new ArrayList<>();
                command.add(ProcessHandle.current().info().command().orElse("java"));
                command.addAll(jvm);
                command.addAll(program);
                command.addAll(peers);
                command.addAll(List.of("--paxos.node-id=" + name, "--paxos.data-dir=" + dir, "--server.address=127.0.0.1",
                        "--server.port=" + ports.get(i)));
                cluster.nodes.add(new NodeProcess(name, "http://127.0.0.1:" + ports.get(i), command,
                        dir.resolve(name + ".log"), isOurs));
            }
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Arguments of {@code java} that run this program once more, from a jar or from a class path. */
    static List<String> thisProgram() {
        String classPath = System.getProperty("java.class.path");
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator) ? List.of("-jar", classPath)
                : List.of("-cp", classPath, Benchmarks.class.getName());
    }

    /** All nodes, always in the same order. */
    List<NodeProcess> nodes() {
        return nodes;
    }

    /** CPU time that all nodes have used. */
    Duration cpu() {
        return nodes.stream().map(NodeProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Waits until a node leads.
     *
     * @throws IllegalStateException if none does within minutes, or a node has ended
     */
    Leader awaitLeader() throws InterruptedException {
        for (long begun = System.nanoTime(); System.nanoTime() - begun < PATIENCE.toNanos();) {
            for (NodeProcess node : nodes) {
                node.requireAlive();
                String ballot = leads.of(node);
                if (!ballot.equals(NodeState.NOT_LEADING)) {
                    return new Leader(node, ballot);
                }
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        throw new IllegalStateException("No node leads.");
    }

    /** All nodes, the given one first. */
    List<NodeProcess> startingWith(NodeProcess first) {
        List<NodeProcess> ordered = new ArrayList<>(nodes);
        ordered.remove(first);
        ordered.add(0, first);
        return ordered;
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::tellToEnd);
        nodes.forEach(NodeProcess::close);
    }

    /** Ports that were free a moment ago; all are held until all are found, so they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                ports.add(held.get(i).getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }
}
