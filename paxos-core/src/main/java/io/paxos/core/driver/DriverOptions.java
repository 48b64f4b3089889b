package io.paxos.core.driver;

import java.time.Duration;

/**
 * Bounds and times of a driver. What does not fit is refused at once, before anything has happened to it.
 *
 * @param tick time between two ticks of the replica, above zero
 * @param callCount most calls that wait to be taken up, at least 1
 * @param callBytes most bytes of the commands of these calls
 * @param messageBytes most bytes of messages that wait to be taken up; further ones are lost
 * @param patience how long stopping waits for calls under way, as long again for the protocol to end, and as long for the
 *     store; above zero
 * @param traced whether listeners are told of each message of the two phases
 */
public record DriverOptions(Duration tick, int callCount, long callBytes, long messageBytes, Duration patience, boolean traced) {

    /** The defaults. */
    public static final DriverOptions DEFAULTS = new DriverOptions(Duration.ofMillis(10), 10_000, 32L * 1024 * 1024,
            64L * 1024 * 1024, Duration.ofSeconds(5));

    /**
     * @throws IllegalArgumentException if a bound is out of range
     */
    public DriverOptions {
        if (tick.isZero() || tick.isNegative() || patience.isZero() || patience.isNegative() || callCount < 1
                || callBytes < 1 || messageBytes < 1) {
            throw new IllegalArgumentException("bounds and times of a driver are above zero: tick " + tick + ", patience "
                    + patience + ", " + callCount + " calls, " + callBytes + " and " + messageBytes + " bytes");
        }
    }

    /** Not traced. */
    public DriverOptions(Duration tick, int callCount, long callBytes, long messageBytes, Duration patience) {
        this(tick, callCount, callBytes, messageBytes, patience, false);
    }
}
