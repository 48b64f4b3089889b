package io.paxos.spring.jpa;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A name in a {@link FaultyFileSystem}, as H2 uses it: {@code faulty:<life>:<real path>}. Questions are answered from
 * the real disk, also to a dead process; whatever would change something goes through the file system, which refuses it
 * once the power was cut. Public, with a public constructor, because H2 makes the paths.
 */
public final class FaultyPath extends FilePathWrapper {

    private static final String SCHEME = "faulty";

    /** For H2 only. */
    public FaultyPath() {
    }

    /** The name of a real file in one life. */
    static String nameOf(int life, Path file) {
        return SCHEME + ":" + life + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    protected String getPrefix() {
        return SCHEME + ":" + life() + ":";
    }

    @Override
    protected FilePath unwrap(String path) {
        return FilePath.get(path.substring(endOfLife(path) + 1));
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return system().open(life(), file(), mode, getBase());
    }

    /**
     * A stream into nowhere: H2 uses streams only for its trace file, where it writes the very errors that the tests
     * make. These would count as writes, and fail with noise.
     */
    @Override
    public OutputStream newOutputStream(boolean append) {
        return OutputStream.nullOutputStream();
    }

    @Override
    public boolean createFile() {
        return change(() -> system().create(life(), file(), super::createFile));
    }

    @Override
    public void delete() {
        change(() -> system().delete(life(), file(), super::delete));
    }

    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        FaultyPath target = (FaultyPath) newName;
        change(() -> system().rename(life(), file(), target.file(), () -> super.moveTo(target, atomicReplace)));
    }

    private FaultyFileSystem system() {
        return FaultyFileSystem.ofLife(life());
    }

    private int life() {
        return Integer.parseInt(name.substring(SCHEME.length() + 1, endOfLife(name)));
    }

    private Path file() {
        return FaultyFileSystem.real(Path.of(getBase().toString()));
    }

    private static int endOfLife(String path) {
        int end = path.indexOf(':', SCHEME.length() + 1);
        if (end < 0) {
            throw new IllegalArgumentException("Not a name that FaultyFileSystem.h2Name gave: " + path);
        }
        return end;
    }

    private void change(Change change) {
        change(() -> {
            change.run();
            return true;
        });
    }

    private boolean change(Creation change) {
        try {
            return change.run();
        } catch (IOException e) {
            throw DbException.convertIOException(e, name);
        }
    }

    /** A change of names. */
    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    /** A change of names that may have been needless. */
    @FunctionalInterface
    private interface Creation {
        boolean run() throws IOException;
    }
}
