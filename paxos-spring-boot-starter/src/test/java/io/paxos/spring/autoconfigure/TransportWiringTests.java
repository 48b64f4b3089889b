package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.Transport;
import io.paxos.spring.web.PeerEndpoint;
import io.paxos.spring.web.PeerGuard;
import io.paxos.spring.web.PeerInbox;
import io.paxos.spring.web.PeerThreads;
import io.paxos.spring.web.PeerTransport;
import io.paxos.spring.web.TransportOptions;
import io.paxos.spring.web.tomcat.PeerConnections;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizerBeanPostProcessor;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** When there is a way to the peers, which parts of it give way to the host's, and who is refused. */
class TransportWiringTests {

    private static final AutoConfigurations OURS = AutoConfigurations.of(PaxosAutoConfiguration.class,
            PaxosTransportAutoConfiguration.class, PaxosTomcatAutoConfiguration.class, PaxosTemplateAutoConfiguration.class,
            PaxosHealthAutoConfiguration.class, PaxosActuatorAutoConfiguration.class);

    /** Nobody listens there. */
    private static final String[] PEERS = {"paxos.peers.wired1=http://127.0.0.1:1", "paxos.peers.wired2=http://127.0.0.1:2",
        "paxos.peers.wired3=http://127.0.0.1:3", "paxos.node-id=wired1"};

    @TempDir
    Path dataDir;

    private WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner().withConfiguration(OURS).withPropertyValues("paxos.data-dir=" + dataDir);
    }

    /** A node of three that needs no file. */
    private WebApplicationContextRunner withPeers() {
        return runner().withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues(PEERS);
    }

    @Test
    void with_peers_each_bean_is_there() {
        withPeers().run(context -> assertThat(context).hasNotFailed().hasSingleBean(PeerTransport.class)
                .hasSingleBean(Transport.class).hasSingleBean(PeerPortCheck.class).hasSingleBean(PeerConnections.class)
                .hasSingleBean(FilterRegistrationBean.class));
        // those that talk to a peer end by themselves, at the latest with their read time-out
        await().atMost(Calls.PATIENCE).untilAsserted(() -> assertThat(Calls.threadsOf("wired1")).isEmpty());
    }

    @Test
    void the_endpoint_comes_before_every_other_filter_and_sees_its_own_path_only() {
        withPeers().run(context -> {
            FilterRegistrationBean<?> endpoint = context.getBean(FilterRegistrationBean.class);
            assertThat(endpoint.getFilter()).isInstanceOf(PeerEndpoint.class);
            assertThat(endpoint.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
            assertThat(endpoint.getUrlPatterns()).containsExactly("/paxos/v1/*");
            assertThat(endpoint.determineDispatcherTypes()).isEqualTo(EnumSet.of(DispatcherType.REQUEST));
            // as a bean of its own it would be registered once more, for all paths
            assertThat(context).doesNotHaveBean(Filter.class);
        });
    }

    @Test
    void with_a_port_of_their_own_the_endpoint_sees_everything() {
        withPeers().withPropertyValues("paxos.transport.port=9191").run(context -> {
            FilterRegistrationBean<?> endpoint = context.getBean(FilterRegistrationBean.class);
            assertThat(endpoint.getUrlPatterns()).containsExactly("/*");
        });
    }

    @Test
    void a_cluster_of_one_has_no_transport_and_no_endpoint() {
        runner().withPropertyValues("paxos.node-id=wired1").run(TransportWiringTests::requireNoTransport);
        runner().withPropertyValues("paxos.node-id=wired1", "paxos.peers.wired1=http://127.0.0.1:1")
                .run(TransportWiringTests::requireNoTransport);
    }

    @Test
    void a_disabled_node_with_peers_leaves_no_trace() {
        runner().withPropertyValues(PEERS).withPropertyValues("paxos.enabled=false", "paxos.transport.port=8080").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(Stream.of(context.getBeanDefinitionNames()).map(name -> context.getBeanFactory().getType(name))
                    .filter(type -> type != null && type.getName().startsWith("io.paxos."))).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("paxos-wired"));
            assertThat(filesIn(dataDir)).isEmpty();
        });
    }

    @Test
    void peers_are_refused_where_there_are_no_servlets() {
        new ApplicationContextRunner().withConfiguration(OURS).withPropertyValues(PEERS)
                .withPropertyValues("paxos.data-dir=" + dataDir)
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageContaining("paxos.peers lists other nodes, and this application has no servlet web server"));
        assertThat(dataDir).as("what is refused leaves nothing behind").isEmptyDirectory();
    }

    @Test
    void without_servlets_a_host_may_bring_a_transport_of_its_own() {
        new ApplicationContextRunner().withConfiguration(OURS).withPropertyValues(PEERS)
                .withBean(AcceptorStore.class, ForgetfulStore::new).withBean(Transport.class, Transport::none)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ReplicaDriver.class));
    }

    @Test
    void the_transport_gives_way_to_the_hosts_with_its_endpoint() {
        withPeers().withBean("hosts", Transport.class, Transport::none).run(context -> assertThat(context).hasNotFailed()
                .hasSingleBean(Transport.class).doesNotHaveBean(PeerTransport.class).doesNotHaveBean(FilterRegistrationBean.class)
                .doesNotHaveBean(PeerConnections.class).doesNotHaveBean(PeerPortCheck.class));
    }

    @Test
    void both_ends_give_way_to_the_hosts() {
        withPeers().withUserConfiguration(HostTransport.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PeerTransport.class).hasSingleBean(FilterRegistrationBean.class);
            PeerTransport hosts = context.getBean("hostTransport", PeerTransport.class);
            assertThat(context.getBean(Transport.class)).isSameAs(hosts.transport());
            assertThat(context.getBean(FilterRegistrationBean.class).getFilter()).isSameAs(hosts.endpoint());
        });
    }

    @Test
    void the_registration_of_the_endpoint_gives_way_to_one_of_its_name() {
        withPeers().withUserConfiguration(HostRegistration.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(FilterRegistrationBean.class);
            assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(7);
        });
    }

    @Test
    void the_customizer_of_tomcat_gives_way_to_the_hosts() {
        withPeers().withBean("hosts", PeerConnections.class, () -> new PeerConnections(false, null, () -> null))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(PeerConnections.class).hasBean("hosts"));
    }

    @Test
    void without_tomcat_all_else_is_there() {
        withPeers().withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.apache.coyote",
                "org.springframework.boot.tomcat")).run(
                        context -> assertThat(context).hasNotFailed()
                                .hasSingleBean(PeerTransport.class).doesNotHaveBean("paxosPeerConnections"));
    }

    @Test
    void a_port_of_their_own_is_refused_on_another_server_than_tomcat() {
        new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new).withConfiguration(OURS)
                .withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues(PEERS)
                .withPropertyValues("paxos.transport.port=9191")
                .withBean(WebServerFactoryCustomizerBeanPostProcessor.class)
                .withBean(ConfigurableServletWebServerFactory.class, () -> mock(ConfigurableServletWebServerFactory.class))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("paxos.transport.port is set")
                        .hasMessageContaining("ConfigurableServletWebServerFactory").hasMessageContaining("not Tomcat"));
        assertThat(Calls.threadsOf("wired1")).isEmpty();
    }

    @Test
    void a_port_of_their_own_that_the_application_has_too_is_refused() {
        withPeers().withPropertyValues("paxos.transport.port=8080")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("which is server.port too"));
    }

    @Test
    void connections_stay_open_unless_the_host_says_how_long() {
        withPeers().run(context -> assertThat(keepAliveRequests(context.getBean(PeerConnections.class))).isEqualTo(-1));
        for (String said : List.of("server.tomcat.max-keep-alive-requests=7", "SERVER_TOMCAT_MAX_KEEP_ALIVE_REQUESTS=7",
                "server.tomcat.maxKeepAliveRequests=7")) {
            withPeers().withInitializer(asOfTheSystem(said)).run(
                    context -> assertThat(keepAliveRequests(context.getBean(PeerConnections.class))).as(said).isEqualTo(100));
        }
    }

    @Test
    void a_host_that_replaced_the_driver_gets_the_messages_of_peers_there() {
        withPeers().withUserConfiguration(PaxosAutoConfigurationTests.HostDriver.class).run(context -> assertThat(context)
                .hasNotFailed().hasSingleBean(ReplicaDriver.class).hasSingleBean(PeerTransport.class));
    }

    /** Where names are read as those of environment variables too. */
    private static ApplicationContextInitializer<ConfigurableApplicationContext> asOfTheSystem(String nameAndValue) {
        String[] parts = nameAndValue.split("=");
        return context -> context.getEnvironment().getPropertySources().addFirst(
                new SystemEnvironmentPropertySource("systemEnvironment", Map.of(parts[0], parts[1])));
    }

    /** What a server has after the customizer, where Tomcat's own default is 100. */
    private static int keepAliveRequests(PeerConnections connections) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        connections.customize(factory);
        TomcatWebServer server = (TomcatWebServer) factory.getWebServer();
        try {
            // a connector says so only once it listens
            server.start();
            return ((AbstractHttp11Protocol<?>) server.getTomcat().getConnector().getProtocolHandler()).getMaxKeepAliveRequests();
        } finally {
            server.destroy();
        }
    }

    private static void requireNoTransport(AssertableWebApplicationContext context) {
        assertThat(context).hasNotFailed().hasSingleBean(ReplicaDriver.class).doesNotHaveBean(Transport.class)
                .doesNotHaveBean(PeerTransport.class).doesNotHaveBean(PeerConnections.class)
                .doesNotHaveBean(FilterRegistrationBean.class).doesNotHaveBean(PeerPortCheck.class);
        Calls.awaitServing(context.getBean(ReplicaDriver.class));
        assertThat(Calls.threadsOf("wired1")).containsExactly("paxos-wired1-protocol", "paxos-wired1-store");
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> !path.equals(directory)).toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostTransport {
        @Bean
        PeerTransport hostTransport() {
            NodeId self = NodeId.of("wired1");
            Duration second = Duration.ofSeconds(1);
            SortedMap<NodeId, URI> others = new TreeMap<>(Map.of(NodeId.of("wired2"), URI.create("http://127.0.0.1:2")));
            return new PeerTransport(self, "default", others, null,
                    new TransportOptions(Duration.ofMillis(100), 1, second, second, second, 1, 2, 2, null),
                    peer -> PeerGuard.NONE,
                    mock(PeerInbox.class), PeerThreads.ofPlatform(self));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostRegistration {
        @Bean
        FilterRegistrationBean<PeerEndpoint> paxosPeerEndpoint(PeerTransport peers) {
            FilterRegistrationBean<PeerEndpoint> registration = new FilterRegistrationBean<>(peers.endpoint());
            registration.setOrder(7);
            return registration;
        }
    }
}
