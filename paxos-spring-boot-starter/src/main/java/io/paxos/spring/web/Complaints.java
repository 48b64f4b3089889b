package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator of requests that claim to be a member's and are not proven, at most once a minute. */
final class Complaints {

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final NodeId self;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Complaints(NodeId self) {
        this.self = self;
    }

    void say(NodeId claimed, String why) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
            log.warn("{} refused a request that claims to come from {}: {}. Said at most once a minute", self, claimed, why);
        }
    }
}
