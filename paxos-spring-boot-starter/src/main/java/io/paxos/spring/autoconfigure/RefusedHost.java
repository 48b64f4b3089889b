package io.paxos.spring.autoconfigure;

import io.paxos.spring.properties.RefusedConfigurationException;
import org.springframework.core.env.Environment;

/** What a node with peers needs of the application's web server, in the words for an application that has it not. */
final class RefusedHost {

    private static final String PORT = "paxos.transport.port";

    private RefusedHost() {
    }

    /** The refusal of peers in an application without a servlet container. */
    static RefusedConfigurationException withoutServlets() {
        return new RefusedConfigurationException("paxos.peers lists other nodes, and this application has no servlet web "
                + "server on which they could reach it.",
                "Add the dependency org.springframework.boot:spring-boot-starter-webmvc and leave "
                        + "spring.main.web-application-type alone, or remove paxos.peers for a cluster of one.",
                "spring.main.web-application-type");
    }

    /**
     * The refusal of a port of its own for the peers.
     *
     * @param server what the application runs on, in a word
     */
    static RefusedConfigurationException portWithoutTomcat(String server) {
        return new RefusedConfigurationException(PORT + " is set, and the web server of this application is " + server
                + ", not Tomcat.", "Remove " + PORT + ", so that peers use the port of the application, or use Tomcat.", PORT);
    }

    /**
     * Refuses a port for the peers that is one of the application's.
     *
     * @param port of the peer endpoint
     * @throws RefusedConfigurationException if the application or its management listens there
     */
    static void requireOwnPort(int port, Environment environment) {
        requireOther(port, "server.port", environment.getProperty("server.port", "8080"));
        requireOther(port, "management.server.port", environment.getProperty("management.server.port", ""));
    }

    private static void requireOther(int port, String property, String value) {
        if (value.strip().equals(String.valueOf(port))) {
            throw new RefusedConfigurationException(PORT + " is " + port + ", which is " + property + " too.",
                    "Set " + PORT + " to a port that nothing else uses, or remove it, so that peers use the port of the "
                            + "application.",
                    PORT, property);
        }
    }
}
