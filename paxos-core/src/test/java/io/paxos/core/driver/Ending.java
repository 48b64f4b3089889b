package io.paxos.core.driver;

import io.paxos.core.replica.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How one call ended, and how often. */
final class Ending implements Consumer<Outcome> {

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();

    @Override
    public void accept(Outcome outcome) {
        outcomes.add(outcome);
        thread.complete(Thread.currentThread());
    }

    /** Waits for the outcome. */
    Outcome get() {
        endedOn();
        return outcomes.get(0);
    }

    /** Waits for the outcome, which must be of this kind. */
    <T extends Outcome> T get(Class<T> kind) {
        Outcome outcome = get();
        if (!kind.isInstance(outcome)) {
            throw new AssertionError("expected " + kind.getSimpleName() + ", was " + outcome);
        }
        return kind.cast(outcome);
    }

    /** Waits for the outcome; the thread on which it was told. */
    Thread endedOn() {
        try {
            return thread.get(Await.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the call has no outcome", e);
        }
    }

    /** How many outcomes were told so far. */
    int times() {
        return outcomes.size();
    }
}
