package io.paxos.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * What {@code --cluster} may be combined with. Options go to all three nodes, so those that only one node can have are refused.
 */
final class ClusterOptions {

    private static final String FLAG = "--cluster";

    /** Those that may stand without a value; the others are Boot's. */
    private static final List<String> FLAGS = List.of(FLAG, "--debug", "--trace");

    /** Ours to give; if the environment has them, they are overridden. */
    private static final List<String> OWN = List.of("server.port", "paxos.node-id");

    /** Wrong for three nodes wherever they come from, as nothing overrides them. */
    private static final List<String> WRONG_FOR_THREE = List.of("paxos.peers", "paxos.transport.port", "paxos.datasource",
            "spring.profiles.active", "spring.profiles.include");

    private ClusterOptions() {
    }

    /** Whether three nodes are to be started in this process. */
    static boolean isAskedFor(String[] args) {
        return Arrays.stream(args).anyMatch(arg -> arg.equals(FLAG) || arg.startsWith(FLAG + "="));
    }

    /**
     * Why these options cannot be meant, wherever they are given: Boot would take a mistyped {@code --cluster} for a property.
     *
     * @return a sentence for the user; null if they can
     */
    static @Nullable String unknownFlag(String[] args) {
        return Arrays.stream(args).filter(arg -> arg.startsWith("--") && !arg.contains("=") && !FLAGS.contains(arg)).findFirst()
                .map(arg -> arg + " is not an option. " + FLAG + " starts three nodes; properties are given as --name=value.")
                .orElse(null);
    }

    /**
     * Why three nodes cannot be started with these options.
     *
     * @param outside system properties and environment variables
     * @return a sentence for the user; null if they can
     */
    static @Nullable String refusal(String[] args, ConfigurableEnvironment outside) {
        for (String arg : args) {
            if (arg.startsWith(FLAG + "=")) {
                return FLAG + " takes no value.";
            }
        }
        PropertySource<?> commandLine = new SimpleCommandLinePropertySource(args);
        for (String name : OWN) {
            if (isSet(commandLine, name)) {
                return sentence("--" + name);
            }
        }
        for (String name : WRONG_FOR_THREE) {
            if (isSet(commandLine, name)) {
                return sentence("--" + name);
            }
            for (PropertySource<?> source : outside.getPropertySources()) {
                if (isSet(source, name)) {
                    return sentence(name + ", which is set in the " + source.getName() + ",");
                }
            }
        }
        return null;
    }

    /**
     * The arguments of one node: what all share, its profile, and its id and port, which on the command line stand above the
     * environment.
     */
    static String[] of(String[] args, String node, int port) {
        List<String> own = new ArrayList<>(Arrays.asList(args));
        own.remove(FLAG);
        own.addAll(List.of("--spring.profiles.active=" + node, "--paxos.node-id=" + node, "--server.port=" + port));
        return own.toArray(String[]::new);
    }

    private static String sentence(String what) {
        return what + " cannot be combined with " + FLAG + ", which starts node1, node2 and node3 on ports 8081 to 8083. "
                + "To choose it, start the nodes one by one: --spring.profiles.active=node1, and node2 and node3 likewise.";
    }

    /** Whether a property, or one below it, has a value that is not blank; in any spelling that Boot would bind. */
    private static boolean isSet(PropertySource<?> propertySource, String property) {
        ConfigurationPropertySource source = ConfigurationPropertySource.from(propertySource);
        if (source == null) {
            return false;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        ConfigurationProperty value = source.getConfigurationProperty(name);
        return value != null && !value.getValue().toString().isBlank()
                || source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT;
    }
}
