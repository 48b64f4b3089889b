package io.paxos.spring.autoconfigure;

import io.paxos.spring.properties.PeerKey;
import io.paxos.spring.properties.RefusedConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Looks at the keys below {@code paxos.peers} as they were written, before Spring Boot binds them: it drops characters that it
 * does not know, takes the index of a list for a node id, and takes one of two values without a word.
 */
final class PeerKeys {

    private PeerKeys() {
    }

    /**
     * Refuses what would not be bound as it stands. A blank {@code paxos.peers}, such as YAML makes of an empty map, says
     * nothing.
     *
     * @param environment of the application
     * @throws RefusedConfigurationException if a key is of another form than {@link PeerKey}, one source names a node twice, or
     *     {@code paxos.peers} itself has a value
     */
    static void requireReadable(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> names) {
                requireReadable(names);
            }
        }
    }

    private static void requireReadable(EnumerablePropertySource<?> source) {
        boolean variables = isOfVariables(source);
        Map<String, String> keys = new HashMap<>();
        for (String name : source.getPropertyNames()) {
            if (PeerKey.isWhole(name) && !String.valueOf(source.getProperty(name)).isBlank()) {
                throw new RefusedConfigurationException(name + " has a value of its own, and a list of peers has none.",
                        "Write one line for each node, such as paxos.peers.node1: http://10.0.0.1:8080.", name);
            }
            PeerKey.idIn(name, variables).ifPresent(id -> {
                String other = keys.putIfAbsent(id, name);
                if (other != null) {
                    throw new RefusedConfigurationException("The keys " + other + " and " + name + " both name node " + id
                            + " in one place.", "Remove one of the two.", other, name);
                }
            });
        }
    }

    /** As Spring Boot decides it: only there does it read PAXOS_PEERS_NODE1. */
    private static boolean isOfVariables(PropertySource<?> source) {
        return source instanceof SystemEnvironmentPropertySource && source.getName().endsWith("systemEnvironment");
    }
}
