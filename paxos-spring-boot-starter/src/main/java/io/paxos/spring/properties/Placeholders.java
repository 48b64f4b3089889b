package io.paxos.spring.properties;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what Spring leaves as it stands when a variable is not set. */
final class Placeholders {

    /** Only what looks like the name of a variable is ever shown, and never its default: either could be a piece of a secret. */
    private static final Pattern NAMED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]{0,99})[:}]");

    private Placeholders() {
    }

    /**
     * Refuses a value that still holds a placeholder.
     *
     * @throws RefusedConfigurationException if it does; its texts name the variable, and nothing else of the value
     */
    static void requireNoneIn(String property, String value) {
        if (!value.contains("${")) {
            return;
        }
        Matcher named = NAMED.matcher(value);
        if (named.find()) {
            throw new RefusedConfigurationException(property + " has no value: the variable " + named.group(1)
                    + " is not set.", "Set " + named.group(1) + " in the environment of this process.", property);
        }
        throw new RefusedConfigurationException(property + " contains '${', which stands for a variable, and none was put in.",
                "Set the variable in the environment of this process, or choose a value without '${'.", property);
    }
}
