package io.paxos.spring.cluster;

import static org.awaitility.Awaitility.await;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.spring.template.ConsensusTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Nodes {@code node1}, {@code node2}, ... in one process, each an application of its own, that talk real HTTP over loopback. */
final class TestCluster implements AutoCloseable {

    /** How long a test waits for what should take a second. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Spring Security, in a test that does not ask for it. */
    private static final String EXCLUDED = Stream.of("SecurityAutoConfiguration", "UserDetailsServiceAutoConfiguration",
            "web.servlet.ServletWebSecurityAutoConfiguration", "web.servlet.SecurityFilterAutoConfiguration",
            "actuate.web.servlet.ManagementWebSecurityAutoConfiguration")
            .map("org.springframework.boot.security.autoconfigure."::concat).collect(Collectors.joining(","));

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    private final Path dataDir;
    private final String[] common;
    private final String context;
    private final boolean peersApart;
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Integer> peerPorts = new TreeMap<>();
    private final Map<String, ConfigurableApplicationContext> running = new TreeMap<>();

    private TestCluster(Path dataDir, int size, String context, boolean peersApart, String... common) {
        this.dataDir = dataDir;
        this.common = common;
        this.context = context;
        this.peersApart = peersApart;
        List<Integer> free = freePorts(2 * size);
        for (int i = 0; i < size; i++) {
            ports.put("node" + (i + 1), free.get(i));
            peerPorts.put("node" + (i + 1), free.get(peersApart ? size + i : i));
        }
    }

    /** A cluster that does not run yet; {@code common} are properties of all its nodes, as {@code name=value}. */
    static TestCluster of(int size, Path dataDir, String... common) {
        return new TestCluster(dataDir, size, "", false, common);
    }

    /** One of applications with this context path. */
    static TestCluster withContextPath(String context, int size, Path dataDir, String... common) {
        return new TestCluster(dataDir, size, context, false, common);
    }

    /** One whose peers have ports of their own. */
    static TestCluster withPeerPorts(int size, Path dataDir, String... common) {
        return new TestCluster(dataDir, size, "", true, common);
    }

    /** Starts all nodes that do not run, and returns when one of them leads and serves. */
    TestCluster start() {
        ports.keySet().stream().filter(node -> !running.containsKey(node)).toList().forEach(this::start);
        awaitLeader();
        return this;
    }

    /**
     * Starts a node that does not run; returns when its application has started, whatever the others do.
     *
     * @param properties {@code name=value}, in the place of those that it would have
     */
    void start(String node, String... properties) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("paxos.data-dir", dataDir.toString());
        all.put("paxos.node-id", node);
        all.put("server.port", String.valueOf(ports.get(node)));
        all.put("server.address", "127.0.0.1");
        all.put("spring.autoconfigure.exclude", EXCLUDED);
        all.put("management.endpoints.web.exposure.include", "health,paxos");
        all.put("management.endpoint.health.show-details", "always");
        if (!context.isEmpty()) {
            all.put("server.servlet.context-path", context);
        }
        if (peersApart) {
            all.put("paxos.transport.port", String.valueOf(peerPorts.get(node)));
        }
        peerPorts.forEach((peer, port) -> all.put("paxos.peers." + peer, peerUrlOf(peer)));
        List.of(common).forEach(property -> put(property, all));
        List.of(properties).forEach(property -> put(property, all));
        SpringApplication application = new SpringApplication(ClusterApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        running.put(node, application.run(all.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue()).toArray(String[]::new)));
    }

    private static void put(String property, Map<String, String> all) {
        String[] nameAndValue = property.split("=", 2);
        all.put(nameAndValue[0], nameAndValue[1]);
    }

    /** Stops a node in an orderly way. */
    void stop(String node) {
        running.remove(node).close();
    }

    /** Base URL of the application of a node. */
    String urlOf(String node) {
        return "http://127.0.0.1:" + ports.get(node) + context;
    }

    /** Base URL under which its peers know a node. */
    String peerUrlOf(String node) {
        return "http://127.0.0.1:" + peerPorts.get(node) + context;
    }

    /** The nodes that run. */
    List<String> nodes() {
        return List.copyOf(running.keySet());
    }

    ConfigurableApplicationContext context(String node) {
        return running.get(node);
    }

    ReplicaDriver driver(String node) {
        return context(node).getBean(ReplicaDriver.class);
    }

    ConsensusTemplate template(String node) {
        return context(node).getBean(ConsensusTemplate.class);
    }

    /** How a node stands. */
    ReplicaStatus status(String node) {
        ReplicaStatus status = driver(node).status();
        if (status == null) {
            throw new IllegalStateException(node + " does not run");
        }
        return status;
    }

    /** What a GET below the application of a node answers. */
    HttpResponse<String> get(String node, String path) {
        return exchange(HttpRequest.newBuilder(URI.create(urlOf(node) + path)));
    }

    /** One HTTP exchange. */
    static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** After how many requests each port of an application ends a connection. */
    static List<Integer> keepAliveRequests(ConfigurableApplicationContext context) {
        TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
        return Stream.of(server.getTomcat().getService().findConnectors())
                .map(connector -> (AbstractHttp11Protocol<?>) connector.getProtocolHandler())
                .map(AbstractHttp11Protocol::getMaxKeepAliveRequests).toList();
    }

    /** Waits until a node leads and serves, and all running nodes follow it. */
    String awaitLeader() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(this::leader, leader -> leader != null);
    }

    /** A running node other than the leader. */
    String follower() {
        String leader = awaitLeader();
        return nodes().stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
    }

    private String leader() {
        String found = null;
        for (String node : nodes()) {
            if (status(node).serving()) {
                found = node;
            }
        }
        for (String node : nodes()) {
            ReplicaStatus status = status(node);
            if (status.leader() == null || !status.leader().value().equals(found)) {
                return null;
            }
        }
        return found;
    }

    @Override
    public void close() {
        new ArrayList<>(running.keySet()).forEach(this::stop);
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (ServerSocket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
