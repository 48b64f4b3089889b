package io.paxos.core.driver;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what must come to pass on another thread, with a bound that only a broken driver reaches. */
final class Await {

    /** The bound of every wait. */
    static final long SECONDS = 10;

    private static final long STEP_NANOS = 200_000;

    private Await() {
    }

    /** Waits until the condition holds. */
    static void until(String what, BooleanSupplier condition) {
        found(what, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    /** Waits until there is something, and gives it. */
    static <T> T found(String what, Supplier<@Nullable T> source) {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000;
        while (true) {
            T found = source.get();
            if (found != null) {
                return found;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("in " + SECONDS + " s it did not come to pass: " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
