package io.paxos.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioMainTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path dir;

    @Test
    @Tag("PY-13")
    void prints_the_story_and_the_diagram() throws IOException {
        String file = file("nodes amy ben\npropose amy tea\nprepare amy -> ben\n".getBytes(StandardCharsets.UTF_8));

        assertThat(run(file)).isZero();

        assertThat(text(out)).startsWith("nodes amy ben\n  > 2 nodes")
                .contains("prepare amy -> ben\n  > prepare 1.amy amy -> ben [ACC]", "|--prepare 1.amy->|");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void says_so_when_a_file_expects_something_else() throws IOException {
        String file = file("nodes amy ben\n  > no nodes\n".getBytes(StandardCharsets.UTF_8));

        assertThat(run(file)).isZero();

        assertThat(text(err)).isEqualTo("Note: " + file + " expects other lines than those printed here.\n");
    }

    @Test
    void a_file_that_is_no_script_is_refused_with_its_line() throws IOException {
        String file = file("nodes amy ben\nkill ben\n".getBytes(StandardCharsets.UTF_8));

        assertThat(run(file)).isOne();

        assertThat(text(err)).startsWith(file + ", line 2: expected 'nodes', 'propose', ").hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_with_a_sentence() throws IOException {
        String missing = dir.resolve("missing.txt").toString();
        assertThat(run(missing)).isOne();
        assertThat(text(err)).isEqualTo("There is no file " + missing + ".\n");

        err.reset();
        assertThat(run(file(new byte[] {'n', (byte) 0xff}))).isOne();
        assertThat(text(err)).endsWith("cannot be read: it is not text in UTF-8.\n");

        err.reset();
        assertThat(run(dir.toString())).isOne();
        assertThat(text(err)).contains(dir + " cannot be read: ").hasLineCount(1);
    }

    @Test
    void other_arguments_are_a_mistake_of_usage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("a", "b")).isEqualTo(2);
        assertThat(text(err)).startsWith("Usage: ").hasLineCount(2);
        assertThat(text(out)).isEmpty();
    }

    private int run(String... args) {
        return ScenarioMain.run(args, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String file(byte[] content) throws IOException {
        return Files.write(dir.resolve("story.txt"), content).toString();
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
