package io.paxos.core.simulation;

import java.util.PriorityQueue;

/** Virtual time in microseconds: events happen in order of their time, and of their making where the times are equal. */
final class Schedule {

    private record Event(long at, long sequence, Runnable action) {
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> {
        int byTime = Long.compare(a.at(), b.at());
        return byTime != 0 ? byTime : Long.compare(a.sequence(), b.sequence());
    });
    private long now;
    private long made;
    private long ran;

    long now() {
        return now;
    }

    /** How many events have happened. */
    long ran() {
        return ran;
    }

    void after(long micros, Runnable action) {
        events.add(new Event(now + Math.max(0, micros), made++, action));
    }

    /** Lets the next event happen; false if none is left. */
    boolean runNext() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        ran++;
        event.action().run();
        return true;
    }
}
