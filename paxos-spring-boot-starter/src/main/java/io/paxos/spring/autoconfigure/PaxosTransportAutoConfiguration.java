package io.paxos.spring.autoconfigure;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.port.Transport;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.resilience.PeerCircuits;
import io.paxos.spring.security.SharedSecret;
import io.paxos.spring.web.NothingServlet;
import io.paxos.spring.web.PeerEndpoint;
import io.paxos.spring.web.PeerGuards;
import io.paxos.spring.web.PeerThreads;
import io.paxos.spring.web.PeerTransport;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** The way to the peers, by HTTP, in a servlet web application that has peers. */
@AutoConfiguration(
        afterName = "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration")
@ConditionalOnProperty(prefix = "paxos", name = "enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Conditional(OnPeersCondition.class)
public final class PaxosTransportAutoConfiguration {

    PaxosTransportAutoConfiguration() {
    }

    /** Before the transport, which is looked for here as well: nobody else asks for the guards. */
    @Bean
    @ConditionalOnMissingBean({PeerGuards.class, PeerTransport.class, Transport.class})
    PeerGuards paxosPeerGuards(PaxosProperties properties, ObjectProvider<CircuitBreakerRegistry> circuits) {
        return new PeerCircuits(properties.election().timeout(), circuits.getIfUnique());
    }

    @Bean
    @ConditionalOnMissingBean({PeerTransport.class, Transport.class})
    PeerTransport paxosPeerTransport(PaxosProperties properties, NodeConfiguration node, PeerGuards guards,
            ObjectProvider<ReplicaDriver> driver, Environment environment) {
        Integer port = properties.transport().port();
        if (port != null) {
            RefusedHost.requireOwnPort(port, environment);
        }
        PeerThreads threads = Threading.VIRTUAL.isActive(environment) ? PeerThreads.ofVirtual(node.self())
                : PeerThreads.ofPlatform(node.self());
        return new PeerTransport(node.self(), properties.cluster(), node.others(),
                node.secret().map(SharedSecret::of).orElse(null), NodeOptions.ofTransport(properties, node), guards,
                new DriverInbox(driver), threads);
    }

    @Bean
    @ConditionalOnBean(PeerTransport.class)
    @ConditionalOnMissingBean
    Transport paxosTransport(PeerTransport peers) {
        return peers.transport();
    }

    @Bean
    @ConditionalOnBean(PeerTransport.class)
    @ConditionalOnMissingBean(name = "paxosPeerEndpoint")
    FilterRegistrationBean<PeerEndpoint> paxosPeerEndpoint(PeerTransport peers) {
        FilterRegistrationBean<PeerEndpoint> registration = new FilterRegistrationBean<>(peers.endpoint());
        registration.setName("paxosPeerEndpoint");
        registration.addUrlPatterns(peers.endpoint().urlPattern());
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setAsyncSupported(true);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Where the host has no servlet for these paths, the container would answer them before it asks any filter. */
    @Bean
    @ConditionalOnBean(PeerTransport.class)
    @ConditionalOnMissingBean(name = "paxosPeerPaths")
    ServletRegistrationBean<NothingServlet> paxosPeerPaths() {
        ServletRegistrationBean<NothingServlet> registration = new ServletRegistrationBean<>(new NothingServlet(),
                NothingServlet.PATHS);
        registration.setName("paxosPeerPaths");
        registration.setAsyncSupported(true);
        return registration;
    }

    @Bean
    @ConditionalOnBean(PeerTransport.class)
    @ConditionalOnMissingBean
    PeerPortCheck paxosPeerPortCheck(PaxosProperties properties) {
        return new PeerPortCheck(properties.transport().port() != null);
    }

    @Bean
    @ConditionalOnBean(PeerTransport.class)
    @ConditionalOnMissingBean
    OwnAddressCheck paxosOwnAddressCheck(PaxosProperties properties, NodeConfiguration node) {
        return new OwnAddressCheck(node, properties.transport().port());
    }
}
