package io.paxos.spring.web.tomcat;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Keeps the connections of peers open: Tomcat ends each after 100 requests by default, which for peers is many times a second.
 * Adds a connector where peers have a port of their own. Comes after Boot's own customizers.
 */
public final class PeerConnections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    private static final Logger log = LoggerFactory.getLogger(PeerConnections.class);

    private static final int WITHOUT_END = -1;

    private final boolean keepsConnections;
    private final @Nullable Integer port;
    private final Supplier<@Nullable InetAddress> address;

    /**
     * @param keepsConnections whether the application leaves {@code server.tomcat.max-keep-alive-requests} to us
     * @param port of the peers; null for that of the application
     * @param address that the server binds to; gives null for any
     */
    public PeerConnections(boolean keepsConnections, @Nullable Integer port, Supplier<@Nullable InetAddress> address) {
        this.keepsConnections = keepsConnections;
        this.port = port;
        this.address = address;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (port != null) {
            factory.addAdditionalConnectors(connector(port));
            log.info("Peers are answered on port {} only", port);
        } else if (keepsConnections) {
            factory.addConnectorCustomizers(PeerConnections::keepOpen);
            log.info("server.tomcat.max-keep-alive-requests is set to -1, so that the connections of peers stay open");
        }
    }

    private Connector connector(int ofPeers) {
        Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
        connector.setPort(ofPeers);
        InetAddress bound = address.get();
        if (bound != null && connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setAddress(bound);
        }
        keepOpen(connector);
        return connector;
    }

    private static void keepOpen(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxKeepAliveRequests(WITHOUT_END);
        }
    }
}
