package io.paxos.core.driver;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.AcceptorStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A store in memory: what it has acknowledged survives its driver. The test says what hangs and what fails. It notes who
 * called it and how, and whatever was against the contract of the port.
 */
final class MemoryStore implements AcceptorStore {

    /** A call of the driver. */
    record Visit(String method, Thread thread) {
    }

    private static final RandomGenerator IDS = RandomGenerator.getDefault();

    /** Held here on the way into {@link #open}, {@link #persist} and {@link #close}. */
    final Turnstile opening = new Turnstile();
    final Turnstile writing = new Turnstile();
    final Turnstile closing = new Turnstile();

    private final StorageId storage;
    private final List<AcceptorWrite> durable;
    private final List<Visit> visits = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<@Nullable String> nodesOfLogLines = new LinkedHashSet<>();
    private @Nullable Thread owner;
    private Predicate<AcceptorWrite> heldWrites = write -> true;
    private @Nullable Throwable openFailure;
    private @Nullable Throwable writeFailure;
    private @Nullable Throwable closeFailure;
    private @Nullable Throwable checkFailure;
    private int checks;

    MemoryStore() {
        this(new StorageId(IDS.nextLong(), IDS.nextLong()), List.of());
    }

    private MemoryStore(StorageId storage, List<AcceptorWrite> durable) {
        this.storage = storage;
        this.durable = new ArrayList<>(durable);
    }

    /** Another store that holds what this one has acknowledged so far. */
    synchronized MemoryStore copy() {
        return new MemoryStore(storage, durable);
    }

    // --- the port

    @Override
    public DurableState open() {
        visited("open");
        opening.pass();
        synchronized (this) {
            if (owner != null) {
                faults.add("opened twice");
            }
            owner = Thread.currentThread();
            raise(openFailure);
            DurableStateBuilder state = new DurableStateBuilder(storage);
            durable.forEach(state::add);
            return state.build();
        }
    }

    @Override
    public void persist(AcceptorWrite write) {
        visited("persist");
        if (holds(write)) {
            writing.pass();
        }
        synchronized (this) {
            requireOwner("persist");
            raise(writeFailure);
            durable.add(write);
        }
    }

    /** Counted and not among the {@link #visits()}, as it comes when it comes. */
    @Override
    public synchronized void check() {
        checks++;
        requireOwner("check");
        raise(checkFailure);
    }

    @Override
    public void close() {
        visited("close");
        closing.pass();
        synchronized (this) {
            requireOwner("close");
            owner = null;
            raise(closeFailure);
        }
    }

    private synchronized void visited(String method) {
        visits.add(new Visit(method, Thread.currentThread()));
        nodesOfLogLines.add(MDC.get("paxos.node"));
        if (Thread.currentThread().isInterrupted()) {
            faults.add("interrupted on the way into " + method);
        }
    }

    private void requireOwner(String method) {
        if (owner != Thread.currentThread()) {
            faults.add(method + " by " + Thread.currentThread() + ", opened by " + owner);
        }
    }

    private synchronized boolean holds(AcceptorWrite write) {
        return heldWrites.test(write);
    }

    // --- the script

    /** From now on writes hang, until {@link #release}. */
    void holdWrites() {
        holdWrites(write -> true);
    }

    /** From now on such writes hang, until {@link #release}. */
    synchronized void holdWrites(Predicate<AcceptorWrite> which) {
        heldWrites = which;
        writing.shut();
    }

    /** Nothing hangs any more. */
    void release() {
        opening.open();
        writing.open();
        closing.open();
    }

    /** From now on {@link #open} throws this; null for nothing. */
    synchronized void failOpen(@Nullable Throwable failure) {
        openFailure = failure;
    }

    /** From now on {@link #persist} throws this, with the write undone; null for nothing. */
    synchronized void failWrites(@Nullable Throwable failure) {
        writeFailure = failure;
    }

    /** From now on {@link #check} throws this; null for nothing. */
    synchronized void failChecks(@Nullable Throwable failure) {
        checkFailure = failure;
    }

    /** From now on {@link #close} throws this, once it is closed. */
    synchronized void failClose(Throwable failure) {
        closeFailure = failure;
    }

    // --- what there is to see

    /** Whether it is between {@link #open} and the end of {@link #close}. */
    synchronized boolean isOpen() {
        return owner != null;
    }

    /** The writes that were acknowledged, or are about to be. */
    synchronized List<AcceptorWrite> durable() {
        return List.copyOf(durable);
    }

    /** Whether a vote for the command is durable. */
    synchronized boolean hasVoteFor(Command command) {
        return durable.stream().anyMatch(write -> hasVoteFor(write, command));
    }

    /** Whether a vote for the command is part of the write. */
    static boolean hasVoteFor(AcceptorWrite write, Command command) {
        return write.votes().stream().map(VoteRow::entries).anyMatch(entries -> entries.contains(command));
    }

    /** The calls of the driver so far. */
    synchronized List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** How often a method was called so far. */
    synchronized int countOf(String method) {
        return (int) visits.stream().filter(visit -> visit.method().equals(method)).count();
    }

    /** How often the driver has looked after the store so far. */
    synchronized int checks() {
        return checks;
    }

    /** Which nodes the log lines of whoever called would have named. */
    synchronized Set<@Nullable String> nodesOfLogLines() {
        return new LinkedHashSet<>(nodesOfLogLines);
    }

    /** What was against the contract of the port. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    private static void raise(@Nullable Throwable failure) {
        if (failure != null) {
            MemoryStore.<RuntimeException>raiseUnchecked(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raiseUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
