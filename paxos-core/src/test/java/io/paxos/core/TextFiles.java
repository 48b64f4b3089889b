package io.paxos.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The texts in {@code src/test/resources} that tests compare with, word for word, and write anew when they are told to. */
public final class TextFiles {

    /** {@code -Dpaxos.scenario.update=true}: the texts are to be written anew. */
    public static final boolean UPDATE = Boolean.getBoolean("paxos.scenario.update");

    /** Surefire sets basedir to the folder of the module. */
    public static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private TextFiles() {
    }

    /** The folder of that name. */
    public static Path folder(String name) {
        return MODULE.resolve("src/test/resources").resolve(name);
    }

    /**
     * What stands in a file.
     *
     * @throws AssertionError if there is none
     */
    public static String read(String folder, String file) {
        Path path = folder(folder).resolve(file);
        if (!Files.exists(path)) {
            throw new AssertionError("there is no " + file + " in src/test/resources/" + folder);
        }
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file anew. */
    public static void write(String folder, String file, String text) {
        try {
            Files.writeString(folder(folder).resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
