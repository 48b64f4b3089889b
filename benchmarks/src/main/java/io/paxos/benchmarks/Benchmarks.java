package io.paxos.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.util.FileSystemUtils;

/**
 * Measures a cluster of processes: operations each second, how long they take, and what they cost; first through the template,
 * with the callers inside the leader, then over HTTP through the sample application. Ends by itself.
 */
public final class Benchmarks {

    /** First argument of a process that is to be a {@link Node}. */
    static final String NODE = "node";

    private Benchmarks() {
    }

    /** Runs all of it, and ends with exit code 0 if all operations ended well; or runs one node. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals(NODE)) {
            Node.run(Arrays.copyOfRange(args, 1, args.length));
        } else {
            System.exit(run(System.out, args));
        }
    }

    /** @return exit code: 0 if all operations ended well, 1 if not, 2 if nothing was done because of the arguments */
    static int run(PrintStream out, String... args) throws IOException, InterruptedException {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(args);
            if (!Files.isDirectory(options.dir())) {
                throw new IllegalArgumentException("There is no directory " + options.dir() + " (--dir=...).");
            }
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        }
        if (!Files.isRegularFile(options.sample())) {
            out.printf("The HTTP part is left out: there is no %s (--sample=...).%n", options.sample());
        }
        Path dir = Files.createTempDirectory(options.dir().toAbsolutePath(), "paxos-benchmark-");
        boolean good = false;
        try {
            out.println(Machine.inWords());
            out.println(Machine.disk(dir));
            good = template(out, options, Files.createDirectory(dir.resolve("template")));
            good &= http(out, options, Files.createDirectory(dir.resolve("http")));
        } catch (IllegalStateException e) {
            good = false;
            out.println(e.getMessage());
        } finally {
            if (good) {
                FileSystemUtils.deleteRecursively(dir);
            } else {
                out.println("Not all went well. The logs and stores of the nodes are in " + dir);
            }
        }
        return good ? 0 : 1;
    }

    private static boolean template(PrintStream out, BenchmarkOptions options, Path dir)
            throws IOException, InterruptedException {
        out.printf("%nCallers inside the leader of %d, append of %d bytes, windows of %d s, %d s of warm-up:%n",
                options.nodes(), options.valueBytes(), options.seconds(), options.warmUp());
        Table table = TemplateBenchmark.table();
        try {
            return TemplateBenchmark.run(options, dir, table);
        } finally {
            out.println(table);
        }
    }

    private static boolean http(PrintStream out, BenchmarkOptions options, Path dir)
            throws IOException, InterruptedException {
        if (!Files.isRegularFile(options.sample())) {
            return true;
        }
        out.printf("%nCallers on one node of %d of the sample application, POST of %d bytes, windows of %d s, %d s of warm-up:%n",
                options.nodes(), options.valueBytes(), options.httpSeconds(), options.warmUp());
        Table table = HttpBenchmark.table();
        try {
            return HttpBenchmark.run(options, dir, table);
        } finally {
            out.println(table);
        }
    }
}
