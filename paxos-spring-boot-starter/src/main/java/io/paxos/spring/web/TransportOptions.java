package io.paxos.spring.web;

import io.paxos.core.message.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and times of the transport.
 *
 * @param hold longest time for which a peer's exchange is held open; below both read time-outs of the peers
 * @param inFlight most bulk exchanges under way to one peer, and from one peer, at least 1
 * @param connectTimeout longest time to connect
 * @param bulkReadTimeout longest time for a response on the bulk lane
 * @param controlReadTimeout longest time for a response on the control lane
 * @param bodyTarget bytes at which a body takes no further message, at least 1
 * @param bodyLimit most bytes of a body; above the target by more than the largest message has
 * @param queueLimit most bytes of messages that wait for one lane of one peer; further ones are lost
 * @param port the port at which the endpoint answers, and nothing else does; null for that of the application
 */
public record TransportOptions(Duration hold, int inFlight, Duration connectTimeout, Duration bulkReadTimeout,
        Duration controlReadTimeout, int bodyTarget, int bodyLimit, long queueLimit, @Nullable Integer port) {

    /** Most control exchanges under way to one peer, and from one peer: the second may leave while the first is late. */
    static final int CONTROL_IN_FLIGHT = 2;

    /** Bytes at which a body of the control lane takes no further message. */
    static final int CONTROL_BODY_TARGET = 32 * 1024;

    /** Most bytes of a body of the control lane; its messages are small. */
    static final int CONTROL_BODY_LIMIT = 64 * 1024;

    /** Most bytes of bodies of the control lane that claim to come from one member and are not proven yet. */
    static final long CONTROL_UNPROVEN = 64L * CONTROL_BODY_LIMIT;

    /**
     * @throws IllegalArgumentException if a bound is out of range
     */
    public TransportOptions {
        if (inFlight < 1 || bodyTarget < 1 || bodyLimit <= bodyTarget || queueLimit < bodyLimit) {
            throw new IllegalArgumentException(
                    "bounds of a transport: " + inFlight + " in flight, bodies of " + bodyTarget + " to "
                            + bodyLimit + " bytes, queues of " + queueLimit);
        }
        if (hold.compareTo(bulkReadTimeout) >= 0 || hold.compareTo(controlReadTimeout) >= 0) {
            throw new IllegalArgumentException("an exchange is held for " + hold + ", which is not below the read time-outs of "
                    + bulkReadTimeout + " and " + controlReadTimeout);
        }
    }

    /** Most bytes of a body in that lane. */
    int bodyLimit(Lane lane) {
        return lane == Lane.CONTROL ? CONTROL_BODY_LIMIT : bodyLimit;
    }
}
