package io.paxos.spring.properties;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Base URLs of peers: which are taken, in which form, and which of them stay on this machine. */
public final class PeerAddress {

    private static final Pattern BEGINNING = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);

    /** Without leading zeros, which some programs read as octal. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1]|127(\\.(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}");

    private static final int LONGEST_SHOWN = 200;

    private PeerAddress() {
    }

    /**
     * Reads a base URL and brings it into its one form: scheme and host in lower case, no default port, no slash at the end.
     * The context path is kept.
     *
     * @param property name of the property, for the refusal
     * @param text what was written
     * @throws RefusedConfigurationException if it is blank, not an http or https URL with a host, or has user info, a query or a
     *     fragment
     */
    public static URI of(String property, String text) {
        String url = text.strip();
        if (url.isEmpty()) {
            throw refused(property, property + " has no URL.");
        }
        Placeholders.requireNoneIn(property, url);
        String start = property + " is " + shown(url) + ", which ";
        if (!BEGINNING.matcher(url).matches()) {
            throw refused(property, start + "does not begin with http:// or https://.");
        }
        URI uri;
        try {
            uri = new URI(url).normalize();
        } catch (URISyntaxException e) {
            throw refused(property, start + "is not a URL.");
        }
        if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw refused(property, start + "has a user name or a password in it.");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(property, start + "has a query or a fragment.");
        }
        if (uri.getHost() == null) {
            throw refused(property, start + "has no host name of letters, digits, hyphens and dots.");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused(property, start + "has a port that is not between 1 and 65535.");
        }
        return normal(uri);
    }

    private static URI normal(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("http") ? 80 : 443;
        String port = uri.getPort() == -1 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().replaceFirst("/+$", "");
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
    }

    /**
     * Whether an address is on this machine for certain: the literal {@code localhost}, 127.0.0.0/8 or {@code [::1]}. Other names
     * are not resolved: what they stand for may change.
     *
     * @param address as {@link #of} gives it
     */
    public static boolean isLoopback(URI address) {
        return address.getHost() != null && LOOPBACK.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    /** Not shown when it could hold a password, whatever form it has. */
    private static String shown(String url) {
        boolean secretive = url.contains("@") || url.contains("?") || url.contains("#");
        return secretive || url.length() > LONGEST_SHOWN ? "a value that is not shown here" : "'" + url + "'";
    }

    private static RefusedConfigurationException refused(String property, String message) {
        return new RefusedConfigurationException(message,
                "Set " + property + " to the URL under which the other nodes reach that node, such as http://10.0.0.1:8080.",
                property);
    }
}
