package io.paxos.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What the numbers were measured on. */
final class Machine {

    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final int BLOCK = 4096;

    private Machine() {
    }

    /** Cores, JDK and system, and how busy they are with other things. */
    static String inWords() {
        return "Machine: " + Runtime.getRuntime().availableProcessors() + " cores, " + property("java.vm.name") + " "
                + property("java.vm.version") + ", " + property("os.name") + " " + property("os.version") + " "
                + property("os.arch") + ", load before: "
                + Table.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), 1);
    }

    /** How quickly the disk takes what a caller has to wait for: it appends blocks and syncs each, for a second. */
    static String disk(Path dir) throws IOException {
        Histogram syncs = new Histogram(3);
        Path file = dir.resolve("probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            for (long before = begun; before - begun < PROBE.toNanos();) {
                channel.write(ByteBuffer.allocate(BLOCK));
                channel.force(false);
                long after = System.nanoTime();
                syncs.recordValue(after - before);
                before = after;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return "Disk of " + dir + " (" + Files.getFileStore(dir).type() + "): " + syncs.getTotalCount()
                + " appends of 4 KB with a sync each in a second, median " + Table.millis(syncs.getValueAtPercentile(50))
                + " ms, p99 " + Table.millis(syncs.getValueAtPercentile(99)) + " ms";
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
