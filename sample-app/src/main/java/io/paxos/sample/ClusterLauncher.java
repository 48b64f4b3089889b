package io.paxos.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;

/**
 * Three nodes in this process, each an application of its own: they share nothing but the logging. They start one after the
 * other, and end so too.
 */
final class ClusterLauncher {

    private static final Logger log = LoggerFactory.getLogger(ClusterLauncher.class);

    /** Port by node id, as in the profiles of these names. */
    private static final Map<String, Integer> PORTS = new TreeMap<>(Map.of("node1", 8081, "node2", 8082, "node3", 8083));

    private final Function<String[], ConfigurableApplicationContext> starter;
    private final Deque<Node> running = new ArrayDeque<>();
    private boolean closed;

    private record Node(String id, ConfigurableApplicationContext context) {
    }

    /**
     * @param starter starts one node with its arguments, and has said why when it throws
     */
    ClusterLauncher(Function<String[], ConfigurableApplicationContext> starter) {
        this.starter = starter;
    }

    /**
     * Starts the nodes, and closes them when the process is asked to end.
     *
     * @return false if there is no cluster; what is wrong has been said
     */
    static boolean launch(String[] args) {
        String refusal = ClusterOptions.refusal(args, new StandardEnvironment());
        if (refusal != null) {
            System.err.println(refusal);
            return false;
        }
        ClusterLauncher launcher = new ClusterLauncher(ClusterLauncher::startApplication);
        // One hook for all: each application's own would run beside the others, and beside the end of the logging.
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::close, "cluster-shutdown"));
        if (!launcher.start(args)) {
            return false;
        }
        StartUpNotes.tryOut(PORTS.values().stream().map(port -> "http://localhost:" + port).toList());
        return true;
    }

    private static ConfigurableApplicationContext startApplication(String[] args) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(
                Map.of("logging.register-shutdown-hook", false, "sample.unnamed-node", "cluster"));
        return application.run(args);
    }

    /**
     * Starts all nodes. If one does not start, those before it are closed.
     *
     * @return whether all run
     */
    boolean start(String[] args) {
        for (Map.Entry<String, Integer> node : PORTS.entrySet()) {
            Throwable failure = startNode(node.getKey(), ClusterOptions.of(args, node.getKey(), node.getValue()));
            if (failure != null) {
                log.debug("{} did not start", node.getKey(), failure);
                close();
                return false;
            }
        }
        return true;
    }

    // Under the lock, so that a Ctrl-C meanwhile waits for the node, and then closes it with the others.
    private synchronized @Nullable Throwable startNode(String id, String[] args) {
        if (closed) {
            return new IllegalStateException("the process is ending");
        }
        MDC.put("paxos.node", id);
        try {
            running.push(new Node(id, starter.apply(args)));
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        } finally {
            MDC.remove("paxos.node");
        }
    }

    /** Closes all nodes, the last one first. Nothing starts any more afterwards. */
    synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            Node node = running.pop();
            MDC.put("paxos.node", node.id());
            try {
                node.context().close();
                log.info("Closed");
            } catch (RuntimeException e) {
                log.warn("Not closed cleanly", e);
            } finally {
                MDC.remove("paxos.node");
            }
        }
    }
}
