package io.paxos.spring.autoconfigure;

import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PeerAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells an operator whose node listens elsewhere than its peers are told. Only for loopback addresses: any other may be
 * translated on the way.
 */
final class OwnAddressCheck implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(OwnAddressCheck.class);

    private final NodeConfiguration node;
    private final @Nullable Integer ownPort;

    /**
     * @param ownPort port of the peers' own; null for that of the application
     */
    OwnAddressCheck(NodeConfiguration node, @Nullable Integer ownPort) {
        this.node = node;
        this.ownPort = ownPort;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        URI own = node.peers().get(node.self());
        if (own == null || event.getApplicationContext().getServerNamespace() != null || !PeerAddress.isLoopback(own)) {
            return; // the server of the management is not meant
        }
        int port = ownPort == null ? event.getWebServer().getPort() : ownPort;
        int told = own.getPort() >= 0 ? own.getPort() : own.getScheme().equals("https") ? 443 : 80;
        if (port != told) {
            log.warn("paxos.peers.{} is {}, and {} answers peers on port {}: they will not reach it", node.self(), own,
                    node.self(), port);
        }
    }
}
