package io.paxos.spring.properties;

import java.util.List;

/**
 * What an application says of its node cannot be meant, or would break the cluster. Nothing was started, opened or written.
 * No text here holds a secret.
 */
public class RefusedConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;
    private final String[] properties;

    /**
     * Control characters in the message are replaced, as keys and values of a configuration come from elsewhere.
     *
     * @param message what is wrong, in one sentence that names the properties
     * @param action what to do about it, in one sentence; may have lines to copy
     * @param properties names of the properties concerned, as they were written, for those who look up where that was
     */
    public RefusedConfigurationException(String message, String action, String... properties) {
        super(message.replaceAll("\\p{Cntrl}", "?"));
        this.action = action;
        this.properties = properties.clone();
    }

    /** What to do about it, in words. */
    public String action() {
        return action;
    }

    /** Names of the properties concerned, as they were written. */
    public List<String> properties() {
        return List.of(properties);
    }
}
