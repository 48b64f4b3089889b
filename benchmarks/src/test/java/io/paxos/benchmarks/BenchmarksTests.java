package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTests {

    @Test
    void three_processes_are_loaded_and_end(@TempDir Path dir) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = Benchmarks.run(new PrintStream(out, true, StandardCharsets.UTF_8), "--seconds=1", "--warm-up=1",
                "--callers=1,4", "--dir=" + dir, "--sample=" + dir.resolve("none.jar"), "--jvm=-Xmx256m -XX:TieredStopAtLevel=1");
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(text).isZero();
        List<String[]> rows = text.lines().map(line -> line.strip().split(" {2,}")).filter(row -> row.length > 8).toList();
        assertThat(rows).as(text).hasSize(3);
        assertThat(rows).extracting(row -> row[0]).containsExactly("callers", "1", "4");
        assertThat(rows.subList(1, 3)).as(text).allSatisfy(row -> {
            assertThat(row[5]).isEqualTo("none");
            assertThat(Double.parseDouble(row[1].replace(",", ""))).isPositive();
            assertThat(row[9].split(" / ")).hasSize(3)
                    .allSatisfy(syncs -> assertThat(Double.parseDouble(syncs.replace(",", ""))).isPositive());
        });
        assertThat(text).startsWith("The HTTP part is left out");
        assertThat(dir).isEmptyDirectory();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void an_argument_that_is_none_is_said_and_nothing_done() throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(Benchmarks.run(new PrintStream(out, true, StandardCharsets.UTF_8), "--fast")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--fast").contains("warm-up=60");
    }
}
