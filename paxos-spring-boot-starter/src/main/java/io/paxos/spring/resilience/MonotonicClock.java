package io.paxos.spring.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Begins with the time of the system and goes on by itself: an open circuit waits for an instant to come, and if somebody set
 * the time of the system back an hour it would wait that hour more (PITFALLS 39).
 */
final class MonotonicClock extends Clock {

    private final ZoneId zone;
    private final Instant first;
    private final long begin;

    MonotonicClock() {
        this(ZoneOffset.UTC, Instant.now(), System.nanoTime());
    }

    private MonotonicClock(ZoneId zone, Instant first, long begin) {
        this.zone = zone;
        this.first = first;
        this.begin = begin;
    }

    @Override
    public Instant instant() {
        return first.plusNanos(System.nanoTime() - begin);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MonotonicClock(other, first, begin);
    }
}
