package io.paxos.spring.security;

import io.paxos.core.message.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The current and the pending session of one member at its receiver; told only of requests whose MAC is right. Thread-safe. */
final class MemberSessions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Lane, CounterWindow> windows = new EnumMap<>(Lane.class);
    /** The whole id, of both halves; null before the first session. */
    private @Nullable String current;
    /** The half that was drawn here, given out, and not used by anybody yet; null for none. */
    private @Nullable String pending;

    /** What to make of an authentic request. */
    Verdict take(String session, Lane lane, long counter) {
        lock.lock();
        try {
            if (!session.equals(current)) {
                if (pending == null || !session.startsWith(pending)) {
                    return Verdict.newSession(pendingOrNew());
                }
                becomeCurrent(session);
            }
            boolean isNew = windows.computeIfAbsent(lane, unused -> new CounterWindow()).take(counter);
            return isNew ? Verdict.ACCEPTED : Verdict.REPLAYED;
        } finally {
            lock.unlock();
        }
    }

    /** The same half again until it is used: first contacts that are played back cannot push out one that the member holds. */
    private String pendingOrNew() {
        String id = pending;
        if (id == null) {
            id = RandomId.next();
            pending = id;
        }
        return id;
    }

    /** Only a valid request under the new session ends its predecessor. */
    private void becomeCurrent(String session) {
        current = session;
        pending = null;
        windows.clear();
    }
}
