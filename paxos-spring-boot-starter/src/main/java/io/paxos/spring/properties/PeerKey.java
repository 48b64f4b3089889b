package io.paxos.spring.properties;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys below {@code paxos.peers}, as people write them. Spring Boot takes other forms as well, and then changes or drops
 * what it cannot read, and may take two keys for one: a member lost that way changes what a majority is. So there is one form,
 * and all that only resembles it is refused.
 */
public final class PeerKey {

    private static final String ID = "([a-z0-9][a-z0-9-]{0,62})";
    private static final Pattern PROPERTY = Pattern.compile("(?i:paxos\\.peers\\.)" + ID);
    private static final Pattern VARIABLE = Pattern.compile("(?i)PAXOS_PEERS_" + ID);

    private PeerKey() {
    }

    /**
     * The node id that a name stands for.
     *
     * @param name name of a property or variable, as it was written
     * @param variable whether Spring Boot reads it as the name of an environment variable, rather than of a property
     * @return the id; empty for a name that has nothing to do with peers, and for {@code paxos.peers} itself
     * @throws RefusedConfigurationException if the name resembles that of a peer and is of another form
     */
    public static Optional<String> idIn(String name, boolean variable) {
        Matcher property = PROPERTY.matcher(name);
        if (property.matches()) {
            return Optional.of(property.group(1));
        }
        Matcher upper = VARIABLE.matcher(name);
        if (variable && upper.matches()) {
            return Optional.of(upper.group(1).toLowerCase(Locale.ROOT));
        }
        String resembled = name.toLowerCase(Locale.ROOT).replaceAll("[_\\[\\]]", ".").replaceAll("[^a-z0-9.]", "")
                .replaceAll("\\.{2,}", ".");
        if ((resembled + ".").startsWith("paxos.peers.") && !isWhole(name)) {
            throw refused(name);
        }
        return Optional.empty();
    }

    /** Whether a name is that of all the peers together, which has no readable value of its own. */
    public static boolean isWhole(String name) {
        return name.equalsIgnoreCase("paxos.peers") || name.equalsIgnoreCase("paxos_peers");
    }

    /** The refusal of a key that is not the prefix and a node id. */
    static RefusedConfigurationException refused(String key) {
        return new RefusedConfigurationException("The key " + key + " is not paxos.peers.<node id>.",
                "Write one line with a URL for each node: paxos.peers.<id>, where the id matches [a-z0-9][a-z0-9-]{0,62} (in "
                        + "quotes in YAML, if it is a number or a word like on or no), or the variable PAXOS_PEERS_NODE1 for "
                        + "node1.",
                key);
    }
}
