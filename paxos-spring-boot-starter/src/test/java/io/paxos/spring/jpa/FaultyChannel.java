package io.paxos.spring.jpa;

import io.paxos.spring.jpa.FaultyFileSystem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Arrays;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * An open file of a {@link FaultyFileSystem}. Every operation but {@link #close} and the release of a lock fails with an
 * {@link IOException} once the power was cut. Holds the monitor of the file system while it works on the real file.
 */
final class FaultyChannel extends FileBaseDefault {

    private final FaultyFileSystem system;
    private final int life;
    private final Path path;
    private final FaultyFile file;
    private final FileChannel real;

    /** A channel of a life, to the real file of this path, of which the disk knows so much. */
    FaultyChannel(FaultyFileSystem system, int life, Path path, FaultyFile file, FileChannel real) {
        this.system = system;
        this.life = life;
        this.path = path;
        this.file = file;
        this.real = real;
    }

    @Override
    public long size() throws IOException {
        synchronized (system) {
            system.requirePower(life);
            return real.size();
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        synchronized (system) {
            system.requirePower(life);
            return real.read(target, position);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        system.announce(Kind.WRITE, life, path);
        synchronized (system) {
            system.admit(Kind.WRITE, life);
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            int written = real.write(source, position);
            file.changed(new FileChange.Write(position, Arrays.copyOf(bytes, written)));
            return written;
        }
    }

    /** Makes everything durable in the fixture's sense; the real disk is not made to sync, which would only take time. */
    @Override
    public void force(boolean metaData) throws IOException {
        system.announce(Kind.FORCE, life, path);
        synchronized (system) {
            system.requirePower(life);
            try {
                system.admit(Kind.FORCE, life);
            } catch (IOException e) {
                file.forgetUnsynced();
                throw e;
            }
            file.force();
            system.namesForced();
        }
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        synchronized (system) {
            system.requirePower(life);
            real.truncate(size);
            file.changed(new FileChange.Truncate(size));
        }
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        synchronized (system) {
            system.requirePower(life);
            FileLock lock = real.tryLock(position, size, shared);
            return lock == null ? null : new Lock(lock);
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        system.closed(this);
        real.close();
    }

    /** Takes the file away from a process that is dead: its lock goes with it. */
    void abandon() {
        try {
            real.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A lock that may be released after the power was cut, when it is gone already. */
    private final class Lock extends FileLock {

        private final FileLock lock;

        Lock(FileLock lock) {
            super(FaultyChannel.this, lock.position(), lock.size(), lock.isShared());
            this.lock = lock;
        }

        @Override
        public boolean isValid() {
            return lock.isValid();
        }

        @Override
        public void release() throws IOException {
            if (real.isOpen()) {
                lock.release();
            }
        }
    }
}
