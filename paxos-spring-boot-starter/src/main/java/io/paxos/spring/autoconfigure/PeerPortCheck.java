package io.paxos.spring.autoconfigure;

import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;

/** Refuses a port of the peers' own on a server that is not given one. */
final class PeerPortCheck implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {

    private static final String TOMCAT = "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory";

    private final boolean portOfTheirOwn;

    PeerPortCheck(boolean portOfTheirOwn) {
        this.portOfTheirOwn = portOfTheirOwn;
    }

    @Override
    public void customize(ConfigurableServletWebServerFactory factory) {
        if (portOfTheirOwn && !isTomcat(factory.getClass())) {
            throw RefusedHost.portWithoutTomcat("made by " + factory.getClass().getName());
        }
    }

    /** By name: without Tomcat, its classes cannot be loaded. */
    private static boolean isTomcat(Class<?> factory) {
        for (Class<?> type = factory; type != null; type = type.getSuperclass()) {
            if (type.getName().equals(TOMCAT)) {
                return true;
            }
        }
        return false;
    }
}
