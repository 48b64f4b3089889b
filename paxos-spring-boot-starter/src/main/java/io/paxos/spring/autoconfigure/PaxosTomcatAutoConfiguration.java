package io.paxos.spring.autoconfigure;

import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.web.PeerTransport;
import io.paxos.spring.web.tomcat.PeerConnections;
import java.net.InetAddress;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What peers need of Tomcat. */
@AutoConfiguration(after = PaxosTransportAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = {"org.apache.catalina.startup.Tomcat",
    "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory"})
@ConditionalOnBean(PeerTransport.class)
public final class PaxosTomcatAutoConfiguration {

    PaxosTomcatAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    PeerConnections paxosPeerConnections(PaxosProperties properties, Environment environment) {
        Binder binder = Binder.get(environment);
        return new PeerConnections(!binder.bind("server.tomcat.max-keep-alive-requests", Integer.class).isBound(),
                properties.transport().port(), () -> binder.bind("server.address", InetAddress.class).orElse(null));
    }
}
