package io.paxos.sample.process;

import io.paxos.sample.process.Api.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Clients that write to random nodes, each with several requests under way, and clients that check by linearizable reads,
 * until they are told to finish. A write is repeated under its key until it is acknowledged; now and then one that was refused
 * at its first attempt is given up instead, and then must not be there.
 */
final class KillLoad {

    static final String LOG = "orders";

    private static final int CLIENTS = 4;
    private static final int REQUESTS_PER_CLIENT = 8;
    private static final int READERS = 2;
    private static final long FINISH_SECONDS = 180;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ProcessCluster cluster;
    private final Contradictions contradictions = new Contradictions();
    private final LogHistory log = new LogHistory(contradictions);
    private final RegisterHistory registers = new RegisterHistory(contradictions);
    private final DecisionHistory decisions = new DecisionHistory(contradictions);
    private final AtomicInteger contests = new AtomicInteger();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean finishing;

    KillLoad(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts all clients. */
    void start(SplittableRandom random) {
        for (int client = 0; client < CLIENTS; client++) {
            Api api = new Api();
            for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
                String name = "c" + client + "-" + i;
                SplittableRandom own = random.split();
                running.add(threads.submit(() -> write(api, name, own)));
            }
        }
        for (int i = 0; i < READERS; i++) {
            Api api = new Api();
            SplittableRandom own = random.split();
            running.add(threads.submit(() -> check(api, own)));
        }
    }

    /** No client begins anything new. */
    void finish() {
        finishing = true;
    }

    /**
     * Waits until all that is under way has ended.
     *
     * @throws AssertionError if a client has failed, or something does not end
     */
    void join() throws InterruptedException {
        try {
            for (Future<?> client : running) {
                client.get(FINISH_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
        decisions.allAnswered();
    }

    private void write(Api api, String name, SplittableRandom random) {
        for (int i = 0; !finishing; i++) {
            String unique = name + "-" + i;
            int kind = random.nextInt(20);
            if (kind < 16) {
                append(api, unique, random);
            } else if (kind < 19) {
                put(api, name, unique, random);
            } else {
                decide(api, unique, random);
            }
        }
    }

    private int anyPort(SplittableRandom random) {
        return cluster.port(cluster.nodes().get(random.nextInt(cluster.nodes().size())));
    }

    private void append(Api api, String unique, SplittableRandom random) {
        Write write = Write.append(LOG, unique, "append-" + unique);
        log.sending(unique);
        Reply first = api.send(anyPort(random), write);
        if (first.isRefused() && random.nextBoolean()) {
            log.refused(unique);
            return;
        }
        Reply reply = api.untilAcknowledged(write, first, () -> anyPort(random));
        log.acknowledged(unique, reply.number("index"));
    }

    private void put(Api api, String key, String unique, SplittableRandom random) {
        long number = registers.sending(key);
        Write write = Write.put(key, String.valueOf(number), "put-" + unique);
        Reply reply = api.untilAcknowledged(write, null, () -> anyPort(random));
        registers.acknowledged(key, number, reply.text("value"), reply.number("version"));
    }

    /** Two clients ask for the same name, one after the other has drawn it. */
    private void decide(Api api, String unique, SplittableRandom random) {
        String name = "contest-" + contests.getAndIncrement() / 2;
        Write write = Write.decide(name, unique, "decide-" + unique);
        Reply reply = api.untilAcknowledged(write, null, () -> anyPort(random));
        decisions.answered(name, unique, reply.text("value"), reply.number("slot"),
                reply.json().required("won").asBoolean());
    }

    private void check(Api api, SplittableRandom random) {
        while (!finishing) {
            int port = anyPort(random);
            String from = "port " + port;
            boolean answered = switch (random.nextInt(3)) {
                case 0 -> checkLog(api, port);
                case 1 -> checkRegister(api, port, from, random);
                default -> checkDecision(api, port, from, random);
            };
            (answered ? reads : unanswered).incrementAndGet();
            if (!answered) {
                // a port at which nobody listens refuses at once
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean checkLog(Api api, int port) {
        String last = log.last();
        if (last == null) {
            return false;
        }
        Reply reply = api.get(port, "/api/log/" + LOG + "?limit=1&from=" + log.indexOf(last));
        if (isAnswered(reply, 200)) {
            JsonNode entry = reply.json().get(0);
            log.read(last, entry == null ? null : entry.required("value").asString());
            return true;
        }
        return false;
    }

    private boolean checkRegister(Api api, int port, String from, SplittableRandom random) {
        List<String> keys = List.copyOf(registers.known().keySet());
        if (keys.isEmpty()) {
            return false;
        }
        String key = keys.get(random.nextInt(keys.size()));
        long floor = registers.floor(key);
        Reply reply = api.get(port, "/api/map/" + key);
        if (isAnswered(reply, 200, 404)) {
            boolean absent = reply.status() == 404;
            registers.read(from, key, floor, absent ? "0" : reply.text("value"), absent ? 0 : reply.number("version"));
            return true;
        }
        return false;
    }

    private boolean checkDecision(Api api, int port, String from, SplittableRandom random) {
        List<String> names = List.copyOf(decisions.known().keySet());
        if (names.isEmpty()) {
            return false;
        }
        String name = names.get(random.nextInt(names.size()));
        Reply reply = api.get(port, "/api/decisions/" + name);
        if (isAnswered(reply, 200, 404)) {
            seen(from, name, reply);
            return true;
        }
        return false;
    }

    private void seen(String from, String name, Reply reply) {
        boolean absent = reply.status() == 404;
        decisions.seen(from, name, absent ? null : reply.text("value"), absent ? 0 : reply.number("slot"));
    }

    /** Whether it is one of these; a node that is down or has no quorum is none, anything else is a fault. */
    private boolean isAnswered(Reply reply, int... expected) {
        for (int status : expected) {
            if (reply.status() == status) {
                return true;
            }
        }
        if (!reply.isRefused() && !reply.isUnknown()) {
            contradictions.add("a read was answered by " + reply);
        }
        return false;
    }

    /** Compares all that all nodes know with all that was answered; all nodes run and have applied the same. */
    void checkAll() {
        Api api = cluster.api();
        List<String> first = api.log(cluster.port("node1"), LOG, "local");
        for (String node : cluster.nodes()) {
            int port = cluster.port(node);
            List<String> local = api.log(port, LOG, "local");
            log.wholeLog(node, local);
            log.sameLog("node1", first, node, local);
            log.sameLog(node, local, node + " (linearizable)", api.log(port, LOG, "linearizable"));
            registers.known().forEach((key, number) -> {
                Reply reply = api.get(port, "/api/map/" + key + "?consistency=local");
                registers.read(node, key, number, reply.text("value"), reply.number("version"));
            });
            decisions.known().forEach((name, known) -> seen(node, name, api.get(port, "/api/decisions/" + name)));
        }
    }

    /** What must not be, and is; empty if all is well. */
    List<String> contradictions() {
        return contradictions.found();
    }

    /** How many appends were acknowledged so far. */
    int acknowledgedAppends() {
        return log.acknowledgedCount();
    }

    /** Whether a client has failed. */
    boolean hasFailed() {
        return running.stream().anyMatch(Future::isDone);
    }

    @Override
    public String toString() {
        return log.acknowledgedCount() + " appends acknowledged, " + log.refusedCount() + " refused for good, "
                + registers.known().values().stream().mapToLong(Long::longValue).sum() + " puts to " + registers.known().size()
                + " keys, " + decisions.known().size() + " decisions, " + reads + " checking reads answered, " + unanswered
                + " not";
    }
}
