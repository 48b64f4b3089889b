package io.paxos.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Callers that each do one operation after the other, as quickly as they are answered. */
final class Load {

    /** What a caller does again and again; used by one thread. */
    interface Operation {

        /**
         * @return null if it ended well, else what kind of end it was, without space and {@code =}
         * @throws Exception to end with the kind that has the exception's name
         */
        @Nullable String perform() throws Exception;
    }

    private Load() {
    }

    /**
     * Lets callers run for a while, and waits for them: what has begun is ended.
     *
     * @param operations gives each caller, counted from 0, what it does
     */
    static LoadResult run(int callers, Duration duration, IntFunction<Operation> operations) throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        List<Caller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Caller caller = new Caller(operations.apply(i), gate, duration.toNanos());
            caller.setName("caller-" + i);
            caller.setDaemon(true);
            caller.start();
            all.add(caller);
        }
        long begun = System.nanoTime();
        gate.countDown();
        Histogram latencies = new Histogram(3);
        SortedMap<String, Long> errors = new TreeMap<>();
        for (Caller caller : all) {
            caller.join();
        }
        long nanos = System.nanoTime() - begun;
        for (Caller caller : all) {
            latencies.add(caller.latencies);
            caller.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        }
        return LoadResult.of(latencies, nanos, errors);
    }

    private static final class Caller extends Thread {

        private final Operation operation;
        private final CountDownLatch gate;
        private final long duration;
        private final Histogram latencies = new Histogram(3);
        private final SortedMap<String, Long> errors = new TreeMap<>();

        private Caller(Operation operation, CountDownLatch gate, long duration) {
            this.operation = operation;
            this.gate = gate;
            this.duration = duration;
        }

        @Override
        public void run() {
            try {
                gate.await();
            } catch (InterruptedException e) {
                return; // nobody interrupts it
            }
            long begun = System.nanoTime();
            for (long before = begun; before - begun < duration;) {
                String error = perform();
                long after = System.nanoTime();
                if (error == null) {
                    latencies.recordValue(after - before);
                } else {
                    errors.merge(error, 1L, Long::sum);
                }
                before = after;
            }
        }

        private @Nullable String perform() {
            try {
                return operation.perform();
            } catch (Exception e) {
                return e.getClass().getSimpleName();
            }
        }
    }
}
