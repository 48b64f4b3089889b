package io.paxos.spring.template;

import java.time.Duration;

/**
 * Bounds and times of a template. What does not fit is refused at once, before anything has happened to it.
 *
 * @param requestTimeout total deadline of a call that says none of its own, above zero
 * @param maxValueBytes most bytes of an encoded value, at least 1. With a compare-and-set each of the two values may have as
 *     many, so the nodes must take commands of about twice that
 * @param futureCount most calls that end in a future and have not ended, at least 1. (A blocking call has a thread that waits,
 *     which is bound enough)
 * @param futureBytes most bytes of the commands of these calls, at least 1
 */
public record TemplateOptions(Duration requestTimeout, int maxValueBytes, int futureCount, long futureBytes) {

    /** The defaults. */
    public static final TemplateOptions DEFAULTS = new TemplateOptions(Duration.ofSeconds(5), 64 * 1024, 10_000,
            32L * 1024 * 1024);

    /**
     * @throws IllegalArgumentException if a bound is out of range
     */
    public TemplateOptions {
        if (requestTimeout.isZero() || requestTimeout.isNegative() || maxValueBytes < 1 || futureCount < 1 || futureBytes < 1) {
            throw new IllegalArgumentException("bounds and times of a template are above zero: request timeout " + requestTimeout
                    + ", values of " + maxValueBytes + " bytes, " + futureCount + " futures of " + futureBytes + " bytes");
        }
    }
}
