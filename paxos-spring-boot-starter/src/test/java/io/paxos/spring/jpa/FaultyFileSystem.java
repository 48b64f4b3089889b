package io.paxos.spring.jpa;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.h2.store.fs.FilePath;

/**
 * A disk for H2 that can lose power and fail. It stands before the real one: the real files have every change at once,
 * as the cache of the operating system has, and this class knows what of it a force has made durable. H2 reaches it by
 * {@code "jdbc:h2:" + system.h2Name(path)}. Everything is decided by the caller's calls and the caller's random
 * generator; safe for use by several threads.
 *
 * <p><b>Lives.</b> A cut of the power ends the life of the process, which in a test goes on running: all it does
 * through its channels and names fails from then on. The next life has names of its own
 * ({@code faulty:<life>:<real path>}), because H2 finds an open database by its name: under the old name it hands out
 * the dead database with its cache, full of rows that the disk has lost, until something of it has failed or closed; and
 * a connection of the dead database that is closed later removes the new one from H2's table. A dead database is
 * let go by closing its connections, or by {@code SHUTDOWN IMMEDIATELY} in one of them; both end within milliseconds,
 * write nothing, and may throw an {@code SQLException}. One that is not let go costs memory, and disturbs nothing.
 *
 * <p><b>What it leaves out.</b> Directories are durable at once. Streams ({@link FaultyPath#newOutputStream}) go nowhere.
 * A force never reaches the real disk, as the tests lose no real power.
 */
final class FaultyFileSystem implements AutoCloseable {

    private static final AtomicInteger LAST_LIFE = new AtomicInteger();
    private static final Map<Integer, FaultyFileSystem> LIVES = new ConcurrentHashMap<>();

    static {
        FilePath.register(new FaultyPath());
    }

    private final FaultyDirectory directory = new FaultyDirectory();
    private final Set<FaultyChannel> channels = new LinkedHashSet<>();
    private final Map<Kind, Map<Path, Long>> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, Fault> faults = new EnumMap<>(Kind.class);
    private volatile Consumer<Operation> hook = operation -> {};
    private int life;
    private boolean power;

    /** What is counted, announced, and can be made to fail. */
    enum Kind {
        /** Bytes are written. */
        WRITE,
        /** A file is made durable. */
        FORCE
    }

    /** How often a fault strikes. */
    enum Times {
        /** Once; the next call of its kind succeeds. */
        ONCE,
        /** From then on, until {@link #heal}. */
        FROM_THEN_ON
    }

    /**
     * A write or a force that is about to happen.
     *
     * @param file   the real path
     * @param number how many of this kind there have been on all files, this one included
     */
    record Operation(Kind kind, Path file, long number) {}

    /** A fault that strikes at the n-th call from now. */
    private record Fault(int nth, Times times, String text) {}

    /** A disk with power, whose files are the real ones as they stand; these are taken as durable. */
    FaultyFileSystem() {
        restorePower();
    }

    /** What H2 calls a real file, or a database by its path without {@code .mv.db}, in the present life. */
    synchronized String h2Name(Path path) {
        return FaultyPath.nameOf(life, real(path));
    }

    /**
     * Cuts the power: every operation of what is open fails with an {@link IOException} from now on, for ever, and the real
     * files are put back to what was durable and what the loss leaves of the rest. May be called from the
     * {@linkplain #before hook}, where it also takes the operation that is about to happen. Does nothing if the power is
     * off.
     *
     * @param random decides what is left
     */
    synchronized void powerCut(PowerLoss loss, Random random) {
        if (power) {
            die();
            directory.powerCut(loss, random);
        }
    }

    /**
     * Begins the next life, with the files as the loss of power left them. Counts, hook and faults stay.
     *
     * @throws IllegalStateException if the power is on
     */
    synchronized void restorePower() {
        if (power) {
            throw new IllegalStateException("The power is on");
        }
        life = LAST_LIFE.incrementAndGet();
        LIVES.put(life, this);
        power = true;
    }

    /**
     * Makes a call to come fail with an {@link IOException}. A write that fails has written nothing. A force that fails
     * loses what it should have made durable: no later force does that for it, though it can be read until the power is
     * cut (PITFALLS 12). Replaces an earlier fault of this kind.
     *
     * @param nth  the n-th call of this kind from now on, on any file; 1 is the next one
     * @param text the message of the exception
     */
    synchronized void fail(Kind kind, int nth, Times times, String text) {
        faults.put(kind, new Fault(nth, times, text));
    }

    /** Takes all faults back, those to come and those that last. */
    synchronized void heal() {
        faults.clear();
    }

    /**
     * Sets what is called before each write and each force, on the thread that is about to do it and without a lock, in
     * place of an earlier hook.
     */
    void before(Consumer<Operation> hook) {
        this.hook = hook;
    }

    /** How many calls of this kind there were on all files in all lives, those that failed with the power on included. */
    synchronized long count(Kind kind) {
        return countsOf(kind).values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of these were on one real file. */
    synchronized long count(Kind kind, Path file) {
        return countsOf(kind).getOrDefault(real(file), 0L);
    }

    /** Ends the present life, and leaves the real files as they are. */
    @Override
    public synchronized void close() {
        die();
        LIVES.values().removeIf(system -> system == this);
    }

    /** The disk of a life that began and was not closed. */
    static FaultyFileSystem ofLife(int life) {
        FaultyFileSystem system = LIVES.get(life);
        if (system == null) {
            throw new IllegalStateException("No open file system has had life " + life);
        }
        return system;
    }

    /** One path for each file: absolute, and without links in its directory. */
    static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            Path parent = absolute.getParent();
            return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            // There is no such directory yet, and so no file in it.
            return absolute;
        }
    }

    /** Opens a file, and makes it if the mode of H2 says so. */
    synchronized FileChannel open(int life, Path path, String mode, FilePath base) throws IOException {
        requirePower(life);
        FaultyFile known = directory.find(path);
        FileChannel real = base.open(mode);
        FaultyFile file = known == null ? directory.created(path) : known;
        FaultyChannel channel = new FaultyChannel(this, life, path, file, real);
        channels.add(channel);
        return channel;
    }

    /** Makes a file, unless there is one. */
    synchronized boolean create(int life, Path path, BooleanSupplier real) throws IOException {
        requirePower(life);
        boolean created = real.getAsBoolean();
        if (created) {
            directory.created(path);
        }
        return created;
    }

    /** Deletes a file, if there is one. */
    synchronized void delete(int life, Path path, Runnable real) throws IOException {
        requirePower(life);
        FaultyFile file = directory.find(path);
        real.run();
        if (file != null) {
            directory.deleted(path);
        }
    }

    /** Gives a file another name. */
    synchronized void rename(int life, Path from, Path to, Runnable real) throws IOException {
        requirePower(life);
        FaultyFile file = directory.find(from);
        // What had the other name before must come back if the renaming is lost.
        directory.find(to);
        real.run();
        if (file != null) {
            directory.renamed(from, to, file);
        }
    }

    /** Counts a call and calls the hook; the caller holds no monitor of this. */
    void announce(Kind kind, int life, Path path) throws IOException {
        Operation operation;
        synchronized (this) {
            requirePower(life);
            counts.computeIfAbsent(kind, key -> new HashMap<>()).merge(path, 1L, Long::sum);
            operation = new Operation(kind, path, count(kind));
        }
        hook.accept(operation);
    }

    /** Lets a call pass, or throws what is to go wrong with it; the caller holds the monitor of this. */
    void admit(Kind kind, int life) throws IOException {
        requirePower(life);
        Fault fault = faults.get(kind);
        if (fault == null) {
            return;
        }
        if (fault.nth() > 1) {
            faults.put(kind, new Fault(fault.nth() - 1, fault.times(), fault.text()));
            return;
        }
        if (fault.times() == Times.ONCE) {
            faults.remove(kind);
        }
        throw new IOException(fault.text());
    }

    /** Throws if this is not the present life, or the power is off; the caller holds the monitor of this. */
    void requirePower(int life) throws IOException {
        if (!power || life != this.life) {
            throw new IOException("The power was cut");
        }
    }

    /** A file was forced, and with it the changes of names; the caller holds the monitor of this. */
    void namesForced() {
        directory.force();
    }

    /** A channel was closed by H2. */
    synchronized void closed(FaultyChannel channel) {
        channels.remove(channel);
    }

    /** Also gives the locks of the dead process back, as an operating system does. */
    private void die() {
        power = false;
        channels.forEach(FaultyChannel::abandon);
        channels.clear();
    }

    private Map<Path, Long> countsOf(Kind kind) {
        return counts.getOrDefault(kind, Map.of());
    }
}
