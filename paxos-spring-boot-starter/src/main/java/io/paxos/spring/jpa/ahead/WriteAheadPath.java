package io.paxos.spring.jpa.ahead;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * The names of this file system, as H2 uses them: {@code paxos:} and the name in the file system below, for instance
 * {@code jdbc:h2:paxos:file:/data/node1/paxos}. A database file is opened as a {@link WriteAheadFile}, with its log beside it;
 * other files are what they are below. Public, with a public constructor, because H2 makes the paths.
 */
public final class WriteAheadPath extends FilePathWrapper {

    /** What the name of a log has after the name of its file. */
    public static final String LOG_SUFFIX = ".ahead";

    private static final String SCHEME = "paxos";
    private static final String DATABASE_SUFFIX = ".mv.db";

    /** For H2 only. */
    public WriteAheadPath() {
    }

    /**
     * The name that H2 shall open.
     *
     * @param below the name in the file system below
     */
    public static String of(String below) {
        FilePath.register(new WriteAheadPath());
        return SCHEME + ":" + below;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (!name.endsWith(DATABASE_SUFFIX)) {
            return super.open(mode);
        }
        if (!mode.startsWith("rw")) {
            throw new IOException(name + " cannot be written to, and it may have to be recovered: make it writable");
        }
        FileChannel file = getBase().open(mode);
        FileChannel log = null;
        try {
            log = FilePath.get(getBase() + LOG_SUFFIX).open("rw");
            return new WriteAheadFile(file, new WriteAheadLog(log));
        } catch (IOException | RuntimeException e) {
            file.close();
            if (log != null) {
                log.close();
            }
            throw e;
        }
    }
}
