package io.paxos.sample.process;

import io.paxos.sample.process.Api.Write;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Clients that each append values of their own to one log, several at a time, and repeat each until it is acknowledged. */
final class Proposers {

    private static final int REQUESTS_AT_ONCE = 16;

    private final String log;
    private final LogHistory history;

    /**
     * @param history where it is noted what was sent and acknowledged
     */
    Proposers(String log, LogHistory history) {
        this.log = log;
        this.history = history;
    }

    /** Appends {@code count} values of a client; returns when all are acknowledged. */
    void append(String client, int count, IntSupplier ports) throws InterruptedException {
        Api api = new Api();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> requests = () -> {
            int number;
            while ((number = next.getAndIncrement()) < count) {
                String value = log + "-" + client + "-" + number;
                history.sending(value);
                Reply reply = api.untilAcknowledged(Write.append(log, value, value), null, ports);
                history.acknowledged(value, reply.number("index"));
            }
            return null;
        };
        all(Collections.nCopies(REQUESTS_AT_ONCE, requests));
    }

    /** Runs all at once, waits for all, and fails if one has failed. */
    static void all(List<Callable<Void>> tasks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
