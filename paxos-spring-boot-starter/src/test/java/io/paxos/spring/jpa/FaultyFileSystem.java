package io.paxos.spring.jpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/** Draft. */
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
    private volatile Consumer<Operation> hook = operation -> { };
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
     * @param number how many of this kind there have been on all files, this one included
     */
    record Operation(Kind kind, Path file, long number) { }

    /** A fault to come. */
    private record Fault(int after, Times times, String text) { }

    /** A disk with power, over the real one. */
    FaultyFileSystem() {
        restorePower();
    }

    String h2Name(Path file) {
        return FaultyPath.nameOf(life, real(file));
    }

    synchronized void powerCut(PowerLoss loss, Random random) {
        power = false;
        channels.forEach(FaultyChannel::abandon);
        channels.clear();
        directory.powerCut(loss, random);
    }

    synchronized void restorePower() {
        life = LAST_LIFE.incrementAndGet();
        LIVES.put(life, this);
        power = true;
    }

    synchronized void fail(Kind kind, int nth, Times times, String text) {
        faults.put(kind, new Fault(nth, times, text));
    }

    synchronized void heal() {
        faults.clear();
    }

    void before(Consumer<Operation> hook) {
        this.hook = hook;
    }

    synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long count(Kind kind, Path file) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(real(file), 0L);
    }

    @Override
    public synchronized void close() {
        power = false;
        channels.forEach(FaultyChannel::abandon);
        channels.clear();
        LIVES.values().removeIf(system -> system == this);
    }

    static FaultyFileSystem ofLife(int life) {
        FaultyFileSystem system = LIVES.get(life);
        if (system == null) {
            throw new IllegalStateException("No file system has life " + life);
        }
        return system;
    }

    static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            Path parent = absolute.getParent();
            return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            return absolute;
        }
    }

    synchronized FileChannel open(int life, Path path, String mode, FilePath real) throws IOException {
        requirePower(life);
        FaultyFile known = directory.find(path);
        FileChannel channel = real.open(mode);
        FaultyFile file = known == null ? directory.created(path) : known;
        FaultyChannel faulty = new FaultyChannel(this, life, path, file, channel);
        channels.add(faulty);
        return faulty;
    }

    synchronized boolean create(int life, Path path, BooleanSupplier real) throws IOException {
        requirePower(life);
        boolean created = real.getAsBoolean();
        if (created) {
            directory.created(path);
        }
        return created;
    }

    synchronized void delete(int life, Path path, Runnable real) throws IOException {
        requirePower(life);
        FaultyFile file = directory.find(path);
        real.run();
        if (file != null) {
            directory.deleted(path);
        }
    }

    synchronized void rename(int life, Path from, Path to, Runnable real) throws IOException {
        requirePower(life);
        FaultyFile file = directory.find(from);
        directory.find(to);
        real.run();
        if (file != null) {
            directory.renamed(from, to, file);
        }
    }

    void announce(Kind kind, int life, Path path) throws IOException {
        Operation operation;
        synchronized (this) {
            requirePower(life);
            counts.computeIfAbsent(kind, key -> new HashMap<>()).merge(path, 1L, Long::sum);
            operation = new Operation(kind, path, count(kind));
        }
        hook.accept(operation);
    }

    void admit(Kind kind, int life) throws IOException {
        requirePower(life);
        Fault fault = faults.get(kind);
        if (fault == null) {
            return;
        }
        if (fault.after() > 1) {
            faults.put(kind, new Fault(fault.after() - 1, fault.times(), fault.text()));
            return;
        }
        if (fault.times() == Times.ONCE) {
            faults.remove(kind);
        }
        throw new IOException(fault.text());
    }

    void requirePower(int life) throws IOException {
        if (!power || life != this.life) {
            throw new IOException("The power was cut");
        }
    }

    void namesForced() {
        directory.force();
    }

    synchronized void closed(FaultyChannel channel) {
        channels.remove(channel);
    }
}
